package testkit

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Form is a form as a browser holds it: every field with the value the page gave it, hidden ones included, in the
// order of the page. Setting a field that the page does not offer fails the test.
type Form struct {
	page   *Page
	node   Node
	fields []field
}

type field struct {
	name   string
	node   Node     // the first element of that name
	values []string // what would be sent now
	file   *upload
}

type upload struct {
	name    string
	content []byte
}

// Form finds the form that css names and reads it.
func (p *Page) Form(css string) *Form {
	p.t.Helper()
	f := &Form{page: p, node: p.One(css)}
	if f.node.Data != "form" {
		p.t.Fatalf("%s is <%s>, not a form", css, f.node.Data)
	}
	id := f.node.Attr("id")
	for _, e := range p.All("input, select, textarea") {
		if belongs(e, f.node, id) && !disabled(e) {
			f.read(e)
		}
	}
	return f
}

func belongs(e, form Node, id string) bool {
	if other, ok := e.attr("form"); ok {
		return other == id && id != ""
	}
	for n := e.Parent; n != nil; n = n.Parent {
		if n == form.Node {
			return true
		}
	}
	return false
}

func disabled(e Node) bool {
	for n := e.Node; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && (n == e.Node || n.Data == "fieldset") {
			if _, off := (Node{e.t, n}).attr("disabled"); off {
				return true
			}
		}
	}
	return false
}

func (f *Form) read(e Node) {
	name, kind := e.Attr("name"), strings.ToLower(e.Attr("type"))
	if name == "" || kind == "submit" || kind == "button" || kind == "image" || kind == "reset" {
		return
	}
	i := slices.IndexFunc(f.fields, func(x field) bool { return x.name == name })
	if i < 0 {
		i = len(f.fields)
		f.fields = append(f.fields, field{name: name, node: e})
	}
	switch {
	case kind == "checkbox" || kind == "radio":
		if _, on := e.attr("checked"); on {
			f.fields[i].values = append(f.fields[i].values, onValue(e))
		}
	case kind == "file":
	case e.Data == "select":
		f.fields[i].values = append(f.fields[i].values, chosen(e)...)
	case e.Data == "textarea":
		f.fields[i].values = append(f.fields[i].values, strings.TrimPrefix(rawText(e), "\n"))
	default:
		f.fields[i].values = append(f.fields[i].values, e.Attr("value"))
	}
}

func onValue(e Node) string {
	if v, ok := e.attr("value"); ok {
		return v
	}
	return "on"
}

func optionValue(o Node) string {
	if v, ok := o.attr("value"); ok {
		return v
	}
	return o.Text()
}

func chosen(sel Node) []string {
	var out []string
	options := sel.All("option")
	for _, o := range options {
		if _, on := o.attr("selected"); on {
			out = append(out, optionValue(o))
		}
	}
	if _, many := sel.attr("multiple"); !many && len(out) == 0 && len(options) > 0 {
		return []string{optionValue(options[0])}
	}
	return out
}

func rawText(e Node) string {
	var b strings.Builder
	for c := e.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(c.Data)
	}
	return b.String()
}

// Names are the fields in the order of the page.
func (f *Form) Names() []string {
	var out []string
	for _, x := range f.fields {
		out = append(out, x.name)
	}
	return out
}

// Value is what the field would send first.
func (f *Form) Value(name string) string {
	f.page.t.Helper()
	x := f.field(name)
	if len(x.values) == 0 {
		return ""
	}
	return x.values[0]
}

// Kind is the type of the field: that of an input, else "select" or "textarea".
func (f *Form) Kind(name string) string {
	f.page.t.Helper()
	n := f.field(name).node
	if n.Data != "input" {
		return n.Data
	}
	return strings.ToLower(n.Attr("type"))
}

// Values are what the field would send.
func (f *Form) Values(name string) []string {
	f.page.t.Helper()
	return f.field(name).values
}

// Offers are the values of a select, of radio buttons or of check boxes.
func (f *Form) Offers(name string) []string {
	f.page.t.Helper()
	return f.offers(f.field(name))
}

// Set fills in a field. A choice must be one that the page offers.
func (f *Form) Set(name string, values ...string) *Form {
	f.page.t.Helper()
	x := f.field(name)
	if kind := strings.ToLower(x.node.Attr("type")); x.node.Data == "select" || kind == "radio" || kind == "checkbox" {
		for _, v := range values {
			if offers := f.offers(x); !slices.Contains(offers, v) {
				f.page.t.Fatalf("field %s does not offer %q; it offers %q", name, v, offers)
			}
		}
	}
	x.values = values
	return f
}

// Force adds a value whether or not the page has such a field: what an attacker sends.
func (f *Form) Force(name string, values ...string) *Form {
	for i := range f.fields {
		if f.fields[i].name == name {
			f.fields[i].values = values
			return f
		}
	}
	f.fields = append(f.fields, field{name: name, values: values})
	return f
}

// File chooses a file for a field of that type.
func (f *Form) File(name, filename string, content []byte) *Form {
	f.page.t.Helper()
	x := f.field(name)
	if strings.ToLower(x.node.Attr("type")) != "file" {
		f.page.t.Fatalf("field %s takes no file", name)
	}
	x.file = &upload{filename, content}
	return f
}

func (f *Form) field(name string) *field {
	f.page.t.Helper()
	for i := range f.fields {
		if f.fields[i].name == name {
			return &f.fields[i]
		}
	}
	f.page.t.Fatalf("the form has no field %s; it has %v", name, f.Names())
	return nil
}

func (f *Form) offers(x *field) []string {
	var out []string
	if x.node.Data == "select" {
		for _, o := range x.node.All("option") {
			out = append(out, optionValue(o))
		}
		return out
	}
	for _, e := range f.page.All("input[type=radio], input[type=checkbox]") {
		if e.Attr("name") == x.name && belongs(e, f.node, f.node.Attr("id")) {
			out = append(out, onValue(e))
		}
	}
	return out
}

// Submit presses the form's first button, or the one that css names below it, and returns what comes back.
func (f *Form) Submit(button ...string) *Page {
	f.page.t.Helper()
	action, method, encoding := f.node.Attr("action"), f.node.Attr("method"), f.node.Attr("enctype")
	values := f.fields
	if len(button) > 0 {
		b := f.node.One(button[0])
		if v := b.Attr("formaction"); v != "" {
			action = v
		}
		if n := b.Attr("name"); n != "" {
			values = append(slices.Clone(values), field{name: n, values: []string{b.Attr("value")}})
		}
	}
	target := f.page.resolve(action)
	c := f.page.client
	if !strings.EqualFold(method, "post") {
		u, err := url.Parse(target)
		if err != nil {
			f.page.t.Fatal(err)
		}
		u.RawQuery = encode(values)
		return c.Get(u.String())
	}
	if strings.EqualFold(encoding, "multipart/form-data") {
		body, kind := f.multipart(values)
		r := c.request(http.MethodPost, target, body)
		r.Header.Set("Content-Type", kind)
		return c.Do(r)
	}
	r := c.request(http.MethodPost, target, strings.NewReader(encode(values)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.Do(r)
}

func encode(fields []field) string {
	var parts []string
	for _, x := range fields {
		for _, v := range x.values {
			parts = append(parts, url.QueryEscape(x.name)+"="+url.QueryEscape(v))
		}
	}
	return strings.Join(parts, "&")
}

func (f *Form) multipart(fields []field) (*bytes.Buffer, string) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	check := func(err error) {
		if err != nil {
			f.page.t.Fatal(err)
		}
	}
	for _, x := range fields {
		for _, v := range x.values {
			check(w.WriteField(x.name, v))
		}
		if strings.EqualFold(x.node.typeAttr(), "file") {
			up := x.file
			if up == nil {
				up = &upload{} // a browser sends an empty part for a file that was not chosen
			}
			part, err := w.CreateFormFile(x.name, up.name)
			check(err)
			_, err = part.Write(up.content)
			check(err)
		}
	}
	check(w.Close())
	return &body, w.FormDataContentType()
}

func (n Node) typeAttr() string {
	if n.Node == nil {
		return ""
	}
	return n.Attr("type")
}
