package page

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/acts"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/evidence"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/quantity"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
	"touchstone/views/ui"
)

// words is how this package's pages speak.
type words struct {
	ctx   context.Context
	book  *law.Edition
	acts  *acts.HTTP
	now   time.Time
	latin map[string]string // names of organs in Latin letters; nil in Chinese
}

// words begins a page; what it has to look up goes into the page's batch with ask.
func (h *HTTP) words(rd web.Reading) words {
	p := words{ctx: rd.Ctx, book: h.Book(), acts: h.Acts, now: rd.Now}
	if i18n.Lang(p.ctx) != i18n.ZH {
		p.latin = map[string]string{}
	}
	return p
}

func (p words) ask(b *database.Pipe) {
	if p.latin != nil {
		organNames(b, p.latin)
	}
}

// organ says a holder in the reader's language as far as it names an organ; places stay as they were written.
func (p words) organ(holder string) string {
	first, rest, more := strings.Cut(holder, " · ")
	if name := p.latin[first]; name != "" {
		first = name
	}
	if more {
		return first + " · " + rest
	}
	return first
}

func (p words) t(key string, args ...any) string { return i18n.T(p.ctx, key, args...) }

func (p words) enum(list, code string) string {
	if code == "" {
		return ""
	}
	return p.book.EnumLabel(list, code).In(p.ctx)
}

func (p words) state(code string) ui.Tag { return cases.StateTag(p.ctx, p.book, law.Evidence, code) }

// bare is a digest without the name of its algorithm.
func bare(digest string) string { return strings.TrimPrefix(digest, "sha256:") }

// sizeWords writes bytes as people read them.
func sizeWords(n int64) string {
	for _, u := range []struct {
		size int64
		name string
	}{{1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if n >= u.size {
			return strconv.FormatFloat(float64(n*10/u.size)/10, 'f', -1, 64) + " " + u.name
		}
	}
	return strconv.FormatInt(n, 10) + " B"
}

// hash says what the last reading of an item's bytes found.
func (p words) hash(files, bad int, c checks) (state, detail string) {
	switch {
	case files == 0:
		return "", ""
	case bad > 0:
		return "mismatch", ""
	case c.Missing > 0:
		return "missing", ""
	case c.Unchecked > 0 || c.Oldest == nil:
		return "pending", ""
	}
	return "verified", i18n.DateTime(*c.Oldest)
}

// quantity is how much of it there is: what was counted, and what it weighs.
func (p words) quantity(r evidence.Row) string {
	var parts []string
	if r.Quantity != "" {
		parts = append(parts, ui.Thousands(quantity.Trimmed(r.Quantity))+" "+p.unit(r.Unit))
	}
	if r.Gross != nil {
		parts = append(parts, p.t("evidence.gross", "kg", cases.Kilograms(r.Gross)))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, " · ")
}

// unit is the sign of a unit of mass, which is the same in both languages, else its word.
func (p words) unit(code string) string {
	if quantity.IsMass(code) {
		return code
	}
	return p.enum("unit", code)
}

// holder says who has it: the organ, then the person or the words where neither keeps it.
func (p words) holder(r evidence.Row) (main, sub string) {
	if r.HolderAt != "" {
		return p.enum("disposal_kind", r.HolderAt), p.organ(r.HolderAgency) // or the words
	}
	return p.organ(r.HolderAgency), ui.Joined(i18n.Name(p.ctx, r.Holder, r.HolderEN), r.Place)
}

func (p words) clock(r evidence.Row) *ui.Clock {
	if r.NextDue == nil {
		return nil
	}
	k := p.acts.Engine.Clock(p.ctx, matter.Clock{Code: r.NextClock, State: "RUNNING", DueAt: *r.NextDue}, p.now)
	return &k
}

// row is an item in a list.
func (p words) row(r evidence.Row, c checks, tick bool) ui.Row {
	state, detail := p.hash(r.Files, r.Bad, c)
	main, sub := p.holder(r)
	last := templ.Component(ui.Text(""))
	if r.LastAt != nil {
		last = views.Step(p.enum("custody_action", r.LastAction), *r.LastAt)
	}
	cells := []templ.Component{views.Item("/evidence/"+r.Ref, r.Name, ui.Joined(p.enum("evidence_kind", r.Kind), p.quantity(r))),
		ui.Text(fmt.Sprintf("%03d", r.No)),
		ui.StateTag(p.state(r.State)), views.Bytes(state, detail, bare(r.Digest), r.Files), ui.Sub(main, sub), last, ui.ClockOrNone(p.clock(r)),
		ui.Finding(findingState(r.Finding))}
	if tick {
		box := templ.Component(templ.NopComponent)
		if offerable(p.book, r) {
			box = views.Tick(r.Ref, r.Name)
		}
		cells = append([]templ.Component{box}, cells...)
	}
	return ui.Row{Ref: r.Ref, Cells: cells, Bad: r.Bad > 0, Attrs: templ.Attributes{"data-evidence": r.Ref, "data-sha256": bare(r.Digest)}}
}

func (p words) columns(tick bool) []ui.Column {
	out := []ui.Column{{Label: p.t("evidence.col.name"), Title: true}, {Label: p.t("evidence.col.no"), NoWrap: true}, {Label: p.t("evidence.col.state")},
		{Label: p.t("evidence.col.hash")},
		{Label: p.t("evidence.col.holder")}, {Label: p.t("evidence.col.step")}, {Label: p.t("evidence.col.clock"), Clock: true}, {Label: p.t("evidence.col.finding")}}
	if tick {
		out = append([]ui.Column{{Label: p.t("evidence.col.tick"), Unlisted: true}}, out...)
	}
	return out
}

// findingState is a finding in the words of the component.
func findingState(s string) string {
	if s == evidence.Unverified || s == "" {
		return "pending"
	}
	return s
}
