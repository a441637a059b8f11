package testkit

import (
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// Node is an element of a page.
type Node struct {
	t testing.TB
	*html.Node
}

// Select parses a page or fragment and returns the elements that the CSS selector names, in document order.
func Select(t testing.TB, text, css string) []Node {
	t.Helper()
	return parse(t, text).All(css)
}

func parse(t testing.TB, text string) Node {
	t.Helper()
	n, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return Node{t, n}
}

// All returns every element below n that css names.
func (n Node) All(css string) []Node {
	n.t.Helper()
	var out []Node
	for _, found := range cascadia.QueryAll(n.Node, compile(n.t, css)) {
		out = append(out, Node{n.t, found})
	}
	return out
}

// One returns the element that css names and fails the test unless there is exactly one.
func (n Node) One(css string) Node {
	n.t.Helper()
	all := n.All(css)
	if len(all) != 1 {
		n.t.Fatalf("%d elements match %s, want one, in:\n%s", len(all), css, excerpt(n.Text()))
	}
	return all[0]
}

// Has tells whether any element matches.
func (n Node) Has(css string) bool { n.t.Helper(); return len(n.All(css)) > 0 }

// Count is how many elements match.
func (n Node) Count(css string) int { n.t.Helper(); return len(n.All(css)) }

// Attr is the value of an attribute, empty where it is missing.
func (n Node) Attr(name string) string {
	v, _ := n.attr(name)
	return v
}

func (n Node) attr(name string) (string, bool) {
	for _, a := range n.Node.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// Attrs collects one attribute of every element that matches.
func (n Node) Attrs(css, name string) []string {
	n.t.Helper()
	var out []string
	for _, e := range n.All(css) {
		out = append(out, e.Attr(name))
	}
	return out
}

// Text is what a reader sees of n, with runs of white space made one.
func (n Node) Text() string {
	var b strings.Builder
	n.text(&b)
	return strings.Join(strings.Fields(b.String()), " ")
}

func (n Node) text(b *strings.Builder) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
	case n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "template"):
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		Node{n.t, c}.text(b)
	}
	if n.Type == html.ElementNode {
		b.WriteByte(' ')
	}
}

func compile(t testing.TB, css string) cascadia.SelectorGroup {
	t.Helper()
	sel, err := cascadia.ParseGroup(css)
	if err != nil {
		t.Fatalf("selector %q: %v", css, err)
	}
	return sel
}

func excerpt(s string) string {
	r := []rune(s)
	if len(r) > 1500 {
		return string(r[:1500]) + " …"
	}
	return s
}
