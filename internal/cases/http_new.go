package cases

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/people"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	"touchstone/internal/written"
	views "touchstone/views/cases"
	"touchstone/views/ui"
)

// creationKind is one of the acts that bring a case into being on this page. A criminal case that a referral opens is
// made by the receipt of the referral, not here.
type creationKind struct {
	machine law.Machine
	event   string
}

func creationKinds() []creationKind {
	return []creationKind{{law.AdminCase, "admin_lead.registered"}, {law.CriminalCase, "criminal_lead.received"}}
}

// creation is the row of a creation kind, or nil where the tables or the program do not have it.
func (h *HTTP) creation(k creationKind, variant string) *law.Act {
	for _, row := range h.Engine.Book().Event(k.event) {
		if row.Entity == k.machine && row.Creates() && row.Variant != "source=referral" && (variant == "" || row.Variant == variant) {
			return row
		}
	}
	return nil
}

// registration is what the page of a new case is about.
type registration struct {
	p      presenter
	ask    *acts.Asking
	kind   creationKind
	source source
}

// source is where a case comes from: a tip, an entry of the public record, or nothing yet.
type source struct {
	Tip, Public                string // reference, code
	Subject, Summary           string
	Party, Mineral, SourceKind string
	State                      string
	ReceivedAt                 time.Time
	Marking                    actor.Marking
}

// opened: the form shows what the tip says.
func (r *registration) opened() {
	if r.source.Tip != "" {
		actor.Opened(r.p.ctx, r.source.Marking)
	}
}

func (h *HTTP) register(c echo.Context) (*registration, error) {
	r := &registration{p: h.presenter(c)}
	if err := h.Access.Require(r.p.ctx, h.DB.Read(), r.p.who, access.Create, access.Target{Kind: access.Case}); err != nil {
		return nil, err
	}
	kinds := slices.DeleteFunc(creationKinds(), func(k creationKind) bool {
		row := h.creation(k, "")
		return row == nil || !r.p.who.HasAny(row.DeciderRoles...)
	})
	if len(kinds) == 0 {
		return nil, errs.New(errs.Forbidden, "access.forbidden")
	}
	r.kind = kinds[0]
	var err error
	if r.ask, err = h.Acts.AskNew(r.p.who, &matter.File{}, r.kind.machine, matter.Target{}, r.kind.event, "", "/cases/new"); err != nil {
		return nil, err
	}
	r.ask.Rows = slices.DeleteFunc(r.ask.Rows, func(row *law.Act) bool { return row.Variant == "source=referral" })
	r.ask.Back = "/cases"
	return r, nil
}

// NewForm is the registration of a case: blank, from a tip, or from the public record (P05).
func (h *HTTP) NewForm(c echo.Context) error {
	r, err := h.register(c)
	if err != nil {
		return err
	}
	in := web.KeptOr(c, map[string]string{"tip": FieldTip, "public": FieldPublicCase})
	if in != nil { // and the tip it was about, unless that is closed to him now
		if err := h.readSource(r, in.Get(FieldTip), in.Get(FieldPublicCase)); err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
	}
	return h.newPage(c, r, in, nil, http.StatusOK)
}

// Create registers the case. Where cases look alike that were not on the page, it is shown once more with them beside:
// a warning, never a refusal.
func (h *HTTP) Create(c echo.Context) error {
	r, err := h.register(c)
	if err != nil {
		return err
	}
	s := h.Acts.Receive(c, r.ask)
	defer s.Drop()
	if err := h.Acts.Read(c, s); err != nil {
		return err
	}
	if err := h.readSource(r, s.Values.Get(FieldTip), s.Values.Get(FieldPublicCase)); err != nil {
		return err
	}
	s.Known = r.known(s.Values)
	done, err := s.Submit(r.p.ctx)
	if err != nil {
		return h.newAgain(c, r, s.Values, err)
	}
	return h.Acts.See(c, done, false)
}

// known is what the page knows beyond the fields of the act: that hits were shown beside the form, which warn and do not block,
// and what the case comes from.
func (r *registration) known(in url.Values) law.Values {
	out := law.Values{}
	for name, v := range map[string]string{FieldTip: r.source.Tip, FieldPublicCase: r.source.Public} {
		if v != "" {
			out[name] = v
		}
	}
	if in.Get(FieldDuplicates) != "" {
		out[FieldDuplicates] = "yes"
	}
	return out
}

func (h *HTTP) newAgain(c echo.Context, r *registration, in url.Values, err error) error {
	e, ok := acts.Explainable(err)
	if !ok {
		return err
	}
	return h.newPage(c, r, in, e, http.StatusUnprocessableEntity)
}

func (h *HTTP) newPage(c echo.Context, r *registration, in url.Values, bad *errs.E, status int) error {
	by, err := h.readBeside(c, r, in)
	if err != nil {
		return err
	}
	form, row, err := h.Acts.Ask(web.ReadingOf(c), r.ask, in, bad)
	if err != nil {
		return err
	}
	p := r.p
	title := p.t("cases.new.title." + string(r.kind.machine))
	page := views.New{Frame: web.Frame(c, "P05", title), Head: ui.Heading{Title: title, Sub: p.t("cases.new.sub." + string(r.kind.machine))}, Form: form}
	page.Frame.Error = bad != nil
	r.present(&page)
	if in == nil {
		r.prefill(page.Form.Fields)
	}
	r.offerPartners(page.Form.Fields, by.able)
	split(&page)
	party, mineral := r.compared(in)
	p.duplicates(&page, by.alike, party+mineral != "")
	if len(by.alike) > 0 {
		page.Form.Hidden = append(page.Form.Hidden, ui.Pair{Name: FieldDuplicates, Value: "yes"})
		if status == http.StatusUnprocessableEntity && bad == nil {
			page.Notice = &ui.Notice{Tone: "warn", Text: p.t("cases.new.alike", "n", len(by.alike)), Alert: true}
		}
	}
	for _, g := range row.Guards {
		page.Rules = append(page.Rules, views.Rule{Sentence: g.Refusal.In(p.ctx), Basis: p.book().Cite(p.ctx, g.Basis)})
	}
	return web.Render(c, status, views.Register(page))
}

// readBeside reads everything of the page in one round trip; on a first visit (in nil) the tip of the address too.
func (h *HTTP) readBeside(c echo.Context, r *registration, in url.Values) (by beside, err error) {
	tip := ""
	if in == nil {
		if tip = c.QueryParam("tip"); tip == "" {
			if err := h.publicSource(r, c.QueryParam("public")); err != nil {
				return by, err
			}
		}
	}
	party, mineral := r.compared(in)
	ref, _ := ids.Normal(tip)
	err = h.DB.Batch(r.p.ctx, func(b *database.Pipe) {
		h.Engine.QueueOfficers(b, r.p.who, r.p.now, r.ask.File)
		people.QueueHolders(b, r.p.who.AgencyID, []actor.Role{actor.CaseHandler}, r.p.now, &by.able)
		if tip != "" {
			h.queueTip(b, r, ref)
		}
		if party+mineral+tip != "" {
			h.queueAlike(b, r.p, party, mineral, ref, &by.alike)
		}
	})
	if err == nil && tip != "" && r.source.Tip == "" {
		err = errs.New(errs.NotFound, "errs.not_found")
	}
	r.opened()
	for _, d := range by.alike {
		actor.Opened(r.p.ctx, d.Marking)
	}
	return by, err
}

// compared is what other cases are compared with: what was typed, on a first visit what the source knows.
func (r *registration) compared(in url.Values) (party, mineral string) {
	if in == nil {
		return r.source.Party, r.source.Mineral
	}
	party, _ = written.Line(in.Get("party")) // what is refused is like nothing, and the form says so
	mineral, _ = written.Line(in.Get("mineral"))
	return party, mineral
}

// present shows what the case is made from.
func (r *registration) present(page *views.New) {
	p, s := r.p, r.source
	if s.Tip != "" {
		page.SourceHead = p.t("cases.new.from_tip")
		page.Source = []ui.Fact{{Label: p.t("cases.fact.tip"), Value: s.Tip, Href: "/tips/" + s.Tip}, {Label: p.t("cases.new.subject"), Value: s.Subject}}
		page.SourceText = s.Summary
		page.Form.Hidden = append(page.Form.Hidden, ui.Pair{Name: FieldTip, Value: s.Tip})
	}
	if s.Public != "" && s.Tip == "" {
		page.SourceHead = p.t("cases.new.from_public")
		page.Source = []ui.Fact{{Label: p.t("cases.fact.public"), Value: s.Public, Href: "/public-record#" + s.Public},
			{Label: p.t("cases.new.subject"), Value: s.Subject}}
		page.SourceText = s.Summary
		page.Form.Hidden = append(page.Form.Hidden, ui.Pair{Name: FieldPublicCase, Value: s.Public})
	}
}

// offerPartners leaves those as second officer who may handle the case; where there is one only, nobody is asked.
func (r *registration) offerPartners(fields []ui.Field, able []people.Person) {
	i := slices.IndexFunc(fields, func(f ui.Field) bool { return f.Name == "co_handler" })
	if i < 0 || r.kind.machine != law.AdminCase {
		return
	}
	f := &fields[i]
	f.Options = slices.DeleteFunc(slices.Clone(f.Options), func(o ui.Option) bool {
		return o.Value == r.p.who.Username || !slices.ContainsFunc(able, func(u people.Person) bool { return u.Username == o.Value })
	})
	if len(f.Options) == 1 && f.Value == "" && f.Error == "" {
		f.Value, f.Values = f.Options[0].Value, []string{f.Options[0].Value}
	}
}

// prefill writes what the source knows into the fields of a first visit: nothing is asked twice.
func (r *registration) prefill(fields []ui.Field) {
	known := map[string]string{"party": r.source.Party, "mineral": r.source.Mineral, "summary": r.source.Summary, "source_kind": r.source.SourceKind,
		"marking": "INTERNAL"}
	if !r.source.ReceivedAt.IsZero() {
		known["received_at"] = r.source.ReceivedAt.In(law.Zone()).Format("2006-01-02T15:04")
	} else {
		known["received_at"] = r.p.now.In(law.Zone()).Format("2006-01-02T15:04")
	}
	for i := range fields {
		if v := known[fields[i].Name]; v != "" && fields[i].Value == "" {
			fields[i].Value, fields[i].Values = v, []string{v}
		}
		if fields[i].Name == "party" {
			fields[i].Options = nil // a company is named, not picked from the organs of the state
		}
	}
}

// split keeps what must be given in sight and folds what may come later. Files stay in the form itself: they go last.
func split(page *views.New) {
	var needed []ui.Field
	for _, f := range page.Form.Fields {
		if !f.Optional || f.Type == "file" || f.Type == "documents" {
			needed = append(needed, f)
			continue
		}
		page.Optional = append(page.Optional, f)
		page.Unfold = page.Unfold || f.Value != "" || len(f.Values) > 0 || f.Error != ""
	}
	page.Form.Fields = needed
}

func (p presenter) duplicates(page *views.New, alike []duplicate, compared bool) {
	page.Compared = p.t("cases.new.not_compared")
	if compared {
		page.Compared = p.t("cases.new.none_alike")
	}
	for _, d := range alike {
		var why []string
		if d.SameParty {
			why = append(why, p.t("cases.new.same_party"))
		}
		if d.SameMineral {
			why = append(why, p.t("cases.new.same_mineral"))
		}
		page.Duplicates = append(page.Duplicates, views.Duplicate{Ref: d.Ref, Title: procedure.Written(d.Title), Href: "/cases/" + d.Ref,
			Why:   strings.Join(why, p.t("cases.list_separator")),
			State: StateTag(p.ctx, p.book(), d.Machine, d.State)})
	}
}
