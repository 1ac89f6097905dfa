package catalog

import (
	"crypto/sha1"
	"encoding/hex"
)

// Hash returns what goi18n writes into a translation to know the message it
// was made from: the SHA-1 of description and "other" of the source message.
func (m *Message) Hash() string {
	h := sha1.Sum([]byte(m.Text("description") + m.Text("other")))
	return "sha1-" + hex.EncodeToString(h[:])
}
