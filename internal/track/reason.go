package track

// NeedsReason reports whether confirming a unit as it stands is a claim that
// its texts alone don't bear out: it has one side only, or the translation was
// not touched since the lead changed.
func (u *Unit) NeedsReason() bool {
	return u.State == Stale || len(u.Sides[0].Blocks) == 0 || len(u.Sides[1].Blocks) == 0
}
