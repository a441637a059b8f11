package names

import (
	"fmt"
	"path"
	"strings"
	"unicode"
)

// Saved is the name under which a file is offered to be saved. The name itself is kept as it came, whatever it contains; on
// the way out nothing of it may lead to another folder, turn the reading direction or hide an ending.
func Saved(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || veiled(r) {
			return -1
		}
		return r
	}, name)
	name = strings.TrimRight(name, " .") // Windows drops them, and another ending would stand behind
	if strings.Trim(name, " .") == "" {
		return "file"
	}
	return shortened(name)
}

const (
	savedMost  = 200
	endingMost = 20 // what is longer is no ending
)

// shortened leaves of a long name as many characters as every system can keep, its ending among them.
func shortened(name string) string {
	runes, ending := []rune(name), []rune(path.Ext(name))
	if len(runes) <= savedMost {
		return name
	}
	if len(ending) > endingMost {
		ending = nil
	}
	return strings.TrimRight(string(runes[:savedMost-len(ending)]), " .") + string(ending)
}

// Shown is a file's name for people: what nobody would see in it, or what would turn it round, is written out.
func Shown(name string) string {
	if !strings.ContainsFunc(name, veiled) {
		return name
	}
	var b strings.Builder
	for _, r := range name {
		if veiled(r) {
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// veiled tells whether a rune turns the reading direction, ends a line or cannot be seen.
func veiled(r rune) bool {
	switch {
	case unicode.IsControl(r), r == 0x061c, r == 0xfeff, r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f,
		r >= 0xe0000 && r <= 0xe007f:
		return true
	}
	return unseen(r) && !unicode.In(r, unicode.Zs, unicode.Variation_Selector)
}
