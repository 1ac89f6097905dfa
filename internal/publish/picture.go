package publish

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"path"
	"strings"
)

// pictureType returns the media type of a picture that every reader of books
// shows: PNG, JPEG, GIF, or SVG that is a picture and nothing else. It is ""
// for other files, whatever they are called.
func pictureType(name string, data []byte) string {
	var err error
	kind := ""
	switch strings.ToLower(path.Ext(name)) {
	case ".png":
		kind = "image/png"
		_, err = png.DecodeConfig(bytes.NewReader(data))
	case ".jpg", ".jpeg":
		kind = "image/jpeg"
		_, err = jpeg.DecodeConfig(bytes.NewReader(data))
	case ".gif":
		kind = "image/gif"
		_, err = gif.DecodeConfig(bytes.NewReader(data))
	case ".svg":
		kind = svgType
		err = checkSVG(data)
	}
	if err != nil {
		return ""
	}
	return kind
}

const svgType = "image/svg+xml"

const svgSpace = "http://www.w3.org/2000/svg"

var errNotAPicture = errors.New("more than a picture")

// checkSVG returns an error for SVG that is not well formed, runs something, or
// takes something from elsewhere.
func checkSVG(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	depth, style := 0, false
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) && depth == 0 && d.InputOffset() > 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth == 0 && (t.Name.Space != svgSpace || t.Name.Local != "svg") {
				return errNotAPicture
			}
			depth++
			style = t.Name.Local == "style"
			if !stillElement(&t) {
				return errNotAPicture
			}
		case xml.EndElement:
			depth--
			style = false
		case xml.CharData:
			if style && fetches(string(t)) {
				return errNotAPicture
			}
		case xml.ProcInst:
			if t.Target != "xml" {
				return errNotAPicture
			}
		case xml.Directive:
			if bytes.Contains(t, []byte("[")) { // entities
				return errNotAPicture
			}
		}
	}
}

// stillElement reports whether an element of SVG runs and fetches nothing.
func stillElement(t *xml.StartElement) bool {
	switch strings.ToLower(t.Name.Local) {
	case "script", "foreignobject", "iframe", "object", "embed", "a", "handler", "listener":
		return false
	}
	for _, a := range t.Attr {
		name, value := strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value)
		if strings.HasPrefix(name, "on") || a.Name.Space != "xmlns" && fetches(value) {
			return false
		}
		if (name == "href" || name == "src") && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/png") && !strings.HasPrefix(value, "data:image/jpeg") {
			return false
		}
	}
	return true
}

// fetches reports whether a style takes something from outside the picture.
func fetches(style string) bool {
	style = strings.ToLower(style)
	if strings.ContainsAny(style, `\`) && strings.Contains(style, "(") || strings.Contains(style, "@import") || strings.Contains(style, "javascript:") {
		return true
	}
	for rest := style; ; {
		_, after, found := strings.Cut(rest, "url(")
		if !found {
			return false
		}
		if !strings.HasPrefix(strings.TrimLeft(after, ` "'`), "#") {
			return true
		}
		rest = after
	}
}
