package page

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
)

// mayAnswer: the custodian of the organ to which the items go.
func (h *HTTP) mayAnswer(who actor.Actor, l *readList) bool {
	return h.answers(who, l) && l.State == stateOffered
}

// answers: he would, were there anything left to say.
func (h *HTTP) answers(who actor.Actor, l *readList) bool {
	return h.hands(who) && who.AgencyID == l.ToAgencyID
}

// hands tells whether somebody hands items over and takes them: a custodian.
func (h *HTTP) hands(who actor.Actor) bool { return h.Access.Can(who, access.Handover, access.Act) }

// saying is what the receiver says about one item, ready to be done.
type saying struct {
	item evidence.Offered
	ask  procedure.Question
	said url.Values // with the variant
}

// Answer takes what the receiver says about the items, one act each, under one signature (D310 12).
func (h *HTTP) Answer(c echo.Context) error {
	ctx, who := web.Context(c), web.Actor(c)
	l, err := h.listByRef(ctx, who, c.Param("hid"))
	if err != nil {
		return err
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	here := "/handovers/" + l.Ref
	taken, err := h.taken(c, l, in)
	if err != nil {
		return err
	}
	if taken {
		return web.See(c, here)
	}
	if !h.mayAnswer(who, l) {
		return errs.New(errs.Forbidden, "access.forbidden")
	}
	say, bad, err := h.sayings(c, l, in)
	if err != nil {
		return err
	}
	var signed *procedure.Signature
	if len(bad) == 0 && slices.ContainsFunc(say, func(s saying) bool { return s.ask.Event == eventAccept }) {
		if signed, err = h.Acts.Engine.Sign(ctx, who, in.Get("credential")); err != nil {
			e, ok := acts.Explainable(err)
			if !ok {
				return err
			}
			bad = map[int64]*errs.E{0: e}
		}
	}
	if len(bad) > 0 {
		return h.handoverForm(c, in, bad, http.StatusUnprocessableEntity)
	}
	bad = map[int64]*errs.E{}
	for _, s := range say {
		key := evidence.KeyFor(audit.Key(web.AuditKey(c)), s.item.ID)
		_, err := h.Acts.Engine.Hand(ctx, procedure.Form{Question: s.ask, Key: key, Under: signed}, s.said)
		if e, ok := acts.Explainable(err); ok {
			bad[s.item.ID] = e
		} else if err != nil {
			return err
		}
	}
	if len(bad) > 0 { // what could be said is said; the rest waits with what was typed
		return h.handoverForm(c, in, bad, http.StatusUnprocessableEntity)
	}
	return web.See(c, here+"?done=answered")
}

// sayings reads the answers of a form; bad is by item, 0 for the form as a whole.
func (h *HTTP) sayings(c echo.Context, l *readList, in url.Values) ([]saying, map[int64]*errs.E, error) {
	f, err := matter.Load(web.Context(c), h.DB.Read(), h.Book(), l.MatterID, web.Now(c))
	if err != nil {
		return nil, nil, err
	}
	var out []saying
	bad := map[int64]*errs.E{}
	for _, it := range l.Items {
		said := in.Get("answer-" + it.Ref)
		if it.Outcome != "" || said == "" {
			continue
		}
		s, fields, err := h.saying(c, f, it, said, in)
		if err != nil {
			return nil, nil, err
		}
		if len(fields) > 0 {
			bad[it.ID] = errs.Invalid(fields...)
			continue
		}
		out = append(out, s)
	}
	if len(out)+len(bad) == 0 {
		bad[0] = errs.Invalid(errs.Field{Name: "", Key: "evidence.field.nothing_answered"})
	}
	return out, bad, nil
}

func (h *HTTP) saying(c echo.Context, f *matter.File, it evidence.Offered, said string, in url.Values) (saying, []errs.Field, error) {
	event, vs := eventAccept, url.Values{"variant": {"check=" + said}}
	for _, name := range []string{"quantity", "weight", "seal_no"} {
		if v := strings.TrimSpace(in.Get(name + "-" + it.Ref)); v != "" {
			vs.Set(name, v)
		}
	}
	note := strings.TrimSpace(in.Get("note-" + it.Ref))
	switch said {
	case answerMatch:
	case answerDifference:
		vs.Set("difference_note", note)
	case answerRefused:
		event, vs = eventRefuse, url.Values{"reason": {note}}
	default:
		return saying{}, []errs.Field{{Name: "answer", Key: "form.choice"}}, nil
	}
	q, err := h.Acts.Engine.AskOn(web.Actor(c), f, target(it.ID), event)
	s := saying{it, q, vs}
	if err != nil {
		return s, nil, err
	}
	i := slices.IndexFunc(q.Rows, func(r *law.Act) bool { return r.Variant == vs.Get("variant") })
	if i < 0 {
		return s, []errs.Field{{Name: "answer", Key: "form.choice"}}, nil
	}
	var bad []errs.Field
	if event == eventAccept { // the table takes what is missing from the list; a receiver has to have looked
		for _, name := range counted(it.Row) {
			if vs.Get(name) == "" {
				bad = append(bad, errs.Field{Name: name, Key: "form.required"})
			}
		}
	}
	_, more := h.Acts.Engine.Decode(q.Rows[i], vs, &q, web.Now(c))
	for _, m := range more {
		if m.Name == "difference_note" || m.Name == "reason" {
			m.Name = "note"
		}
		bad = append(bad, m)
	}
	return s, bad, nil
}

// counted are the measures that a receiver states for an item.
func counted(r evidence.Row) []string {
	if r.Kind == evidence.Physical {
		return []string{"quantity", "weight", "seal_no"}
	}
	return []string{"quantity", "seal_no"}
}
