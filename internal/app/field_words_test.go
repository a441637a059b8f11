package app_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/testkit"
)

// fieldCodes are the names of all form fields that no sentence has as a word: those of two words anywhere, in Chinese every one.
func (s *site) fieldCodes() (two, every *regexp.Regexp) {
	codes := map[string]bool{}
	for _, form := range s.app.Book().Forms {
		for _, f := range form.Fields {
			codes[f.Name] = true
		}
	}
	for _, n := range plainFields() {
		codes[n] = true
	}
	return regexp.MustCompile(`\b[a-z0-9]+(_[a-z0-9]+)+\b|⟦|\bDOC-[A-Z]\d\d`),
		regexp.MustCompile(`\b(` + strings.Join(slices.Sorted(maps.Keys(codes)), "|") + `)\b`)
}

// nonsense fills every field of a form with what it cannot be.
func nonsense(f *testkit.Form) *testkit.Form {
	for _, name := range f.Names() {
		switch f.Kind(name) {
		case "file", "hidden":
		case "date":
			f.Force(name, "2026-02-30")
		case "datetime-local":
			f.Force(name, "2026-02-30T10:30")
		case "select", "radio", "checkbox":
			f.Force(name, "moon")
		default:
			f.Force(name, "\u202e")
		}
	}
	return f
}

// emptied leaves every field of a form empty.
func emptied(f *testkit.Form) *testkit.Form {
	for _, name := range f.Names() {
		if kind := f.Kind(name); kind != "file" && kind != "hidden" {
			f.Force(name, "")
		}
	}
	return f
}

// keyless fills every field with words and takes the key away: the error page gives them back, each under its label.
func keyless(f *testkit.Form) *testkit.Form {
	for _, name := range f.Names() {
		if kind := f.Kind(name); kind != "file" && kind != "hidden" {
			f.Force(name, "虚构")
		}
	}
	return f.Force("key", "")
}

// TestFields_NamedByTheirLabel walks every form of the URL table, and every act that the pages of the demonstration lead to:
// sent with nonsense, sent empty and without its key, in both languages, what comes back names each field by its label, never by its code, and
// each line of the summary leads to its field.
func TestFields_NamedByTheirLabel(t *testing.T) {
	t.Parallel()
	s := newDemoSite(t)
	all := s.postings()
	maps.DeleteFunc(all, func(_ string, x posting) bool {
		return strings.HasPrefix(notKept()[x.route], "a button") || x.route == "/login"
	})
	two, every := s.fieldCodes()
	answers, lines, begun := 0, 0, time.Now()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		x := all[name]
		for _, lang := range []string{"zh", "en"} {
			for how, fill := range map[string]func(*testkit.Form) *testkit.Form{"nonsense": nonsense, "empty": emptied, "without its key": keyless} {
				c := s.as(x.who)
				page := c.Get(withLang(x.path, lang))
				if page.Status != http.StatusOK || !page.Has(x.css) {
					continue // sent empty it was done: nothing in it is needed
				}
				p := fill(page.Form(x.css)).Submit()
				if p.Status < http.StatusBadRequest {
					continue
				}
				answers++
				code := two
				if lang == "zh" {
					code = every
				}
				faults := faultsOf(p, code, &lines)
				if how == "without its key" {
					faults = append(faults, borrowed(p, page, x.css)...)
				}
				for _, fault := range faults {
					t.Errorf("%s in %s, %s (%d on %s): %s", name, lang, how, p.Status, p.Attrs("body", "data-page"), fault)
				}
			}
		}
	}
	t.Logf("%d forms, %d answers with %d lines in %s", len(all), answers, lines, time.Since(begun))
	if answers < 150 || lines < 300 {
		t.Errorf("only %d answers with %d lines", answers, lines)
	}
}

func withLang(path, lang string) string {
	if strings.Contains(path, "?") {
		return path + "&lang=" + lang
	}
	return path + "?lang=" + lang
}

// faultsOf is what is wrong with the words of a refusal.
func faultsOf(p *testkit.Page, code *regexp.Regexp, lines *int) []string {
	var out []string
	for _, n := range p.All(".errsum, .err, [data-guard], [data-page='P39'] dl dt, [data-page='P40'] dl dt") {
		if hit := code.FindString(n.Text()); hit != "" {
			out = append(out, fmt.Sprintf("%q stands in %q", hit, n.Text()))
		}
	}
	for _, li := range p.All(".errsum li:not([data-guard])") {
		*lines++
		links := li.All("a")
		if len(links) != 1 {
			out = append(out, fmt.Sprintf("%q (%s) leads to no field", li.Text(), li.Attr("data-error-for")))
			continue
		}
		id := strings.TrimPrefix(links[0].Attr("href"), "#")
		label := labelOf(p, id)
		if label == "" || !strings.HasPrefix(li.Text(), label) {
			out = append(out, fmt.Sprintf("%q leads to #%s, labelled %q", li.Text(), id, label))
		}
	}
	return out
}

// borrowed are the labels on an error page that the form itself does not have: those of some other form.
func borrowed(p, page *testkit.Page, css string) (out []string) {
	own := map[string]bool{"其他字段": true, "Other field": true, "办理结果": true, "Outcome": true} // of no form, and the variant of any act
	// the page of a decision calls by its own words what the deciding acts have
	if strings.Contains(css, "/sign") {
		own["决定"], own["Decision"], own["理由"], own["Reason"] = true, true, true, true
	}
	for _, name := range page.Form(css).Names() {
		for _, n := range page.All(css + " [name='" + name + "']") {
			own[labelOf(page, n.Attr("id"))] = true
		}
	}
	for _, dt := range p.All("[data-page='P39'] dl dt, [data-page='P40'] dl dt") {
		label := dt.Text()
		if _, _, row := strings.Cut(label, " EV-"); !row && !own[label] { // a row of a list is named by its item
			out = append(out, fmt.Sprintf("%q is no label of the form", label))
		}
	}
	return out
}

// labelOf is what the page calls the control of that id: the legend of its group, else its label.
func labelOf(p *testkit.Page, id string) string {
	css := "label[for='" + id + "']"
	if e := p.All("input[id='" + id + "']"); len(e) == 1 && (e[0].Attr("type") == "radio" || e[0].Attr("type") == "checkbox" || e[0].Parent.Data == "fieldset") {
		css = "fieldset:has([id='" + id + "']) > legend, " + css
	} else if p.Has("fieldset[id='" + id + "']") {
		css = "fieldset[id='" + id + "'] > legend"
	}
	l := p.All(css)
	if len(l) == 0 {
		return ""
	}
	text := l[0].Text()
	for _, o := range l[0].All(".opt") {
		text = strings.TrimSpace(strings.TrimSuffix(text, o.Text()))
	}
	return text
}
