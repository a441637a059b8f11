package app

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"path"
	"strings"
	"unicode/utf16"

	"touchstone/internal/law"
)

// content makes the bytes of a demonstration file by the ending of its name: a one-page PDF, a drawn picture, or text.
// No two are alike.
func (p *demoPlayer) content(name string) []byte {
	lines := []string{name}
	for _, l := range strings.Split(p.script.words["file:text"], "/") {
		for column, v := range p.story {
			l = strings.ReplaceAll(l, "{"+column+"}", v)
		}
		lines = append(lines, strings.TrimSpace(l))
	}
	lines = append(lines, fmt.Sprintf("%s · %s · %d", p.story.key(), p.clock.In(law.Zone()).Format("2006-01-02 15:04"), p.items))
	switch path.Ext(name) {
	case ".pdf":
		return drawPDF(lines)
	case ".png":
		return drawPNG(lines)
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

// drawPDF is a page of text in a font that every reader has for Chinese; nothing is embedded.
func drawPDF(lines []string) []byte {
	var text strings.Builder
	text.WriteString("BT /F1 12 Tf 18 TL 72 770 Td\n")
	for _, l := range lines {
		text.WriteString("<")
		for _, u := range utf16.Encode([]rune(l)) {
			fmt.Fprintf(&text, "%04X", u)
		}
		text.WriteString("> Tj T*\n")
	}
	text.WriteString("ET")
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", text.Len(), text.String()),
		"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
		"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R >>",
		"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 " +
			">>",
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&out, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return out.Bytes()
}

// drawPNG is a picture of grey blocks that the text decides: no photograph, and no two alike.
func drawPNG(lines []string) []byte {
	const width, height, block = 480, 320, 40
	seed := uint32(2166136261)
	for _, b := range []byte(strings.Join(lines, "\n")) {
		seed = (seed ^ uint32(b)) * 16777619
	}
	img := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			cell := seed ^ uint32(y/block*31+x/block*17)*2654435761
			img.SetGray(x, y, color.Gray{Y: uint8(96 + cell>>24/2)})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil // a buffer takes everything
	}
	return out.Bytes()
}
