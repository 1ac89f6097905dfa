package catalog

import (
	"fmt"
	"strings"
)

func dump(f *File) string {
	var b strings.Builder
	for _, m := range f.Messages {
		p := f.Source.Position(m.Name.Start)
		fmt.Fprintf(&b, "%d:%d %s\n", p.Line, p.Column, m.Key)
		for _, x := range m.Fields {
			k, v := f.Source.Position(x.Key.Start), f.Source.Position(x.At.Start)
			fmt.Fprintf(&b, "  %d:%d %s = %d:%d/%d %s %q\n", k.Line, k.Column, x.Name, v.Line, v.Column, v.Byte, f.Source.Data[x.At.Start:x.At.End], x.Text)
		}
	}
	for _, p := range f.Problems {
		at := f.Source.Position(p.At.Start)
		fmt.Fprintf(&b, "! %d:%d %s %s %v\n", at.Line, at.Column, p.Rule, p.ID, p.Args)
	}
	return b.String()
}
