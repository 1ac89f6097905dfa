package publish

import "context"

// Form is a way to publish.
type Form struct {
	Name string
	// NeedsBase says that the address of the site must be known.
	NeedsBase bool
	// Whole says that its pages list each other, as a site's do: whatever is
	// named, all that is ready goes out, since the pages of the others would be
	// taken away otherwise.
	Whole bool
	write func(ctx context.Context, s *Site, o *Output, f FormOptions) ([]Problem, error)
}

// FormOptions are what the command line says to one form; what a form does not
// know it leaves alone.
type FormOptions struct {
	Templates func(name string) ([]byte, bool) // the project's own templates, by name
	Reload    string                           // address of the stream of changes, for the preview alone
	Progress  func(done, total int)
	Version   string    // of the program: what it writes may change with it
	Blocks    bool      // WordPress: as blocks of its editor
	Editions  []Edition // of books and texts; none: all
	// Interleaved writes a text in both languages paragraph after paragraph, not
	// as a table.
	Interleaved bool
}

// Forms is the table of forms, in the order of the help.
func Forms() []Form {
	return []Form{
		{Name: "html", NeedsBase: true, Whole: true, write: writeHTML},
		{Name: "feed", NeedsBase: true, Whole: true, write: writeFeeds},
		{Name: "wordpress", NeedsBase: true, write: writeWordPress},
		{Name: "hugo", NeedsBase: true, write: writeHugo},
		{Name: "epub", write: writeEPUB},
		{Name: "json", write: writeJSON},
		{Name: "markdown", write: writeMarkdown},
		{Name: "docx", write: writeWord},
	}
}

// Write writes a site in a form. The problems are those of the texts that went
// out, by path.
func (f *Form) Write(ctx context.Context, s *Site, o *Output, options FormOptions) ([]Problem, error) {
	return f.write(ctx, s, o, options)
}
