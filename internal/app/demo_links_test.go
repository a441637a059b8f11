package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"touchstone/internal/identity"
)

// twice is how many addresses of one pattern a walk opens.
const twice = 2

var (
	reference = regexp.MustCompile(`[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]`)
	choice    = regexp.MustCompile(`=[^&]*`)
)

// leadsSomewhere follows the links of every account from its home on: what a page offers to its reader is there for him.
func (d demo) leadsSomewhere() {
	d.t.Helper()
	for _, a := range identity.DemoAccounts() {
		seen, queue, from := map[string]int{}, []string{"/"}, map[string]string{}
		for len(queue) > 0 {
			at := queue[0]
			queue = queue[1:]
			pattern := choice.ReplaceAllString(reference.ReplaceAllString(at, "*"), "=")
			if seen[at] > 0 || seen[pattern] >= twice {
				continue
			}
			seen[at], seen[pattern] = seen[at]+1, seen[pattern]+1
			p := d.as(a.Username).Get(at)
			if p.Status != http.StatusOK {
				d.t.Errorf("%s: %s leads to %s: %d", a.Username, from[at], at, p.Status)
				continue
			}
			if !strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
				continue
			}
			for _, form := range p.All("form[method='post']") {
				if key := form.All("input[name='key']"); len(key) != 1 || len(key[0].Attr("value")) != 43 {
					d.t.Errorf("%s: a form on %s to %s has no key", a.Username, at, form.Attr("action"))
				}
			}
			for _, href := range p.Attrs("a[href]", "href") {
				u, err := url.Parse(href)
				if err != nil || u.Host != "" || strings.HasPrefix(u.Path, "/static/") || strings.Contains(u.Path, "/files/") || u.Query().Has("lang") {
					continue
				}
				base, _ := url.Parse(at)
				to := base.ResolveReference(u)
				to.Fragment = ""
				if from[to.String()] == "" {
					from[to.String()] = at
				}
				queue = append(queue, to.String())
			}
		}
	}
}
