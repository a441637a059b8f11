package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// demoPlayer plays stories one after another on a program of its own, whose clock it sets.
type demoPlayer struct {
	app    *App
	engine *procedure.Engine
	clock  time.Time
	now    time.Time // of the demonstration: nothing happens after it
	script *demoScript
	people demoPeople
	story  demoStory
	matter int64
	tip    string // reference of the story's tip
	items  int    // evidence files made, so that no two are alike
}

// demoPlayer assembles the program a second time over the same database, with a clock that the player moves.
func (a *App) demoPlayer(script *demoScript, people demoPeople) (*demoPlayer, error) {
	p := &demoPlayer{now: a.Clock(), script: script, people: people}
	parts := a.Parts
	parts.Clock = func() time.Time { return p.clock }
	var err error
	if p.app, err = New(parts); err != nil {
		return nil, err
	}
	p.engine = p.app.Engine().WithChallenge(invented)
	return p, nil
}

// invented lets the persons of a story sign: they are nobody and have no password of their own.
func invented(context.Context, actor.Actor, string) error { return nil }

// play runs one story from its first act to where it stands now.
func (p *demoPlayer) play(ctx context.Context, s demoStory) error {
	p.story, p.matter, p.tip = s, 0, ""
	var err error
	if p.clock, err = demoTime(s["start"], p.now, p.now); err != nil {
		return err
	}
	p.clock = officeHours(p.clock)
	for _, step := range p.script.flat(s, s.recipe()) {
		if err := p.wait(ctx, step.at); err != nil {
			return err
		}
		if err := p.step(ctx, step); err != nil {
			return fmt.Errorf("demo: story %s, steps.csv line %d, %s: %w%s", s.key(), step.line, step.event, err, guardsOf(err))
		}
	}
	return nil
}

// wait moves the clock to when a step is done; "due:ADM-050" is the day after that period.
func (p *demoPlayer) wait(ctx context.Context, at string) (err error) {
	code, ok := strings.CutPrefix(at, "due:")
	if !ok {
		p.clock, err = demoTime(at, p.clock, p.now)
		return err
	}
	f, err := p.file(ctx)
	if err != nil {
		return err
	}
	for i := range f.Clocks {
		if k := &f.Clocks[i]; k.Code == code && k.DueAt.After(p.clock) {
			p.clock = soonest(officeHours(k.DueAt.Add(time.Hour)), p.now)
		}
	}
	return nil
}

// guardsOf names the rules and the fields a refusal failed on: whoever writes a story reads it.
func guardsOf(err error) string {
	var e *errs.E
	if !errors.As(err, &e) {
		return ""
	}
	var out strings.Builder
	for _, g := range e.Guards {
		out.WriteString(" " + g.ID)
	}
	for _, f := range e.Fields {
		out.WriteString(" " + f.Name + ":" + f.Key)
	}
	return out.String()
}

func (p *demoPlayer) step(ctx context.Context, s demoStep) error {
	if do := p.plain(s.event); do != nil {
		return do(ctx, s)
	}
	return p.act(ctx, s)
}

// who is the person a step names: a role of the story's agency, "@role" of the receiving organ (police roles are
// always its), "#2" the second one.
func (p *demoPlayer) who(name string) (actor.Actor, error) {
	if name == string(actor.SystemRole) {
		return actor.Automatic("clock"), nil
	}
	agency := p.story["agency"]
	role, n, _ := strings.Cut(name, "#")
	if r, other := strings.CutPrefix(role, "@"); other || strings.HasPrefix(role, "ps_") {
		role, agency = r, p.story["organ"]
	}
	if strings.HasPrefix(role, "mss_") {
		agency = "gdss"
	}
	all := p.people[agency+"/"+role]
	i := 0
	if n != "" {
		i = int(n[0] - '1')
	}
	if i >= len(all) {
		return actor.Actor{}, fmt.Errorf("nobody is %s at %s", name, agency)
	}
	return all[i], nil
}

func (p *demoPlayer) file(ctx context.Context) (*matter.File, error) {
	if p.matter == 0 {
		return &matter.File{}, nil
	}
	return matter.Load(ctx, p.app.DB.Read(), p.app.Book(), p.matter, p.clock)
}

// act does one act of the tables, with its decision where the step names who decides.
func (p *demoPlayer) act(ctx context.Context, s demoStep) error {
	f, err := p.file(ctx)
	if err != nil {
		return err
	}
	row, target, err := p.find(f, s)
	if err != nil {
		return err
	}
	who, err := p.who(s.who)
	if err != nil {
		return err
	}
	q, err := p.ask(row, target, f, who)
	if err != nil {
		return err
	}
	in, known, err := p.input(s, row, &q)
	if err != nil {
		return err
	}
	if row.ProposalAct != "" {
		return p.decide(ctx, q, in)
	}
	got, err := p.submit(ctx, procedure.Form{Question: q, Known: known}, in)
	if err != nil {
		return err
	}
	if p.matter == 0 {
		if p.matter, err = p.matterOf(ctx, got.Target.ID); err != nil {
			return err
		}
	}
	if !row.FourEyes || s.by == "" {
		return nil
	}
	p.clock = soonest(p.clock.Add(95*time.Minute), p.now)
	if q.Who, err = p.who(s.by); err != nil {
		return err
	}
	said := url.Values{"variant": {row.Variant}}
	if row.Form != nil && row.Form.Field("opinion") != nil {
		said.Set("opinion", p.script.words["decision"])
	}
	return p.decide(ctx, q, said)
}

// ask is the question that a step answers.
func (p *demoPlayer) ask(row *law.Act, target matter.Target, f *matter.File, who actor.Actor) (procedure.Question, error) {
	if target.ID == 0 {
		return p.engine.AskNew(who, f, target.Entity, parentOf(row, f), row.Event, row.Variant)
	}
	return p.engine.AskOn(who, f, target, row.Event)
}

// submit hands in a form with its files, as a page does.
func (p *demoPlayer) submit(ctx context.Context, form procedure.Form, in url.Values) (procedure.Receipt, error) {
	s := p.engine.Receive(form)
	defer s.Drop()
	row, err := form.Row(in.Get("variant"))
	if err != nil {
		return procedure.Receipt{}, err
	}
	files := url.Values{}
	boxes := row.Form.Boxes()
	for _, x := range boxes {
		files[x] = in[x]
		in.Del(x)
	}
	in.Set("version", strconv.Itoa(form.File.Version(form.Target)))
	if err := s.Fields(in); err != nil {
		return procedure.Receipt{}, err
	}
	for _, x := range boxes {
		for _, name := range files[x] {
			p.items++
			if err := s.File(ctx, x, name, bytes.NewReader(p.content(name))); err != nil {
				return procedure.Receipt{}, err
			}
		}
	}
	return s.Submit(ctx)
}

// decide decides the proposal that waits on the object, on what the file shows of it: a proposal changes nothing on the file.
func (p *demoPlayer) decide(ctx context.Context, q procedure.Question, said url.Values) error {
	a, err := p.waiting(ctx, q.Target)
	if err != nil {
		return err
	}
	said.Set("proposal", a.Ref)
	said.Set("digest", p.engine.DigestNow(ctx, a, q.File))
	_, err = p.submit(ctx, procedure.Form{Question: q}, said)
	return err
}

// waiting is the proposal that waits on an object.
func (p *demoPlayer) waiting(ctx context.Context, t matter.Target) (*procedure.Approval, error) {
	return p.engine.OpenProposal(ctx, p.app.DB.Read(), t, "")
}

// find is the newest object whose state admits the event ("entity:event" where two machines know it, "event#2" for the
// second object), else the act that makes one.
func (p *demoPlayer) find(f *matter.File, s demoStep) (*law.Act, matter.Target, error) {
	event, nth, _ := strings.Cut(s.event, "#")
	var entity law.Machine
	if m, e, ok := strings.Cut(event, ":"); ok {
		entity, event = law.Machine(m), e
	} else if rows := p.app.Book().Event(event); len(rows) > 0 {
		entity = rows[0].Entity
	}
	all := objects(f, entity)
	if nth != "" {
		all = all[nth[0]-'1' : nth[0]-'0']
	}
	table := entity
	if strings.HasPrefix(event, "clock.") { // acts on the periods of any object stand in the tables under one name
		table = law.AnyClock
	}
	for i := len(all) - 1; i >= 0; i-- {
		if row, err := p.app.Book().Find(table, event, s.variant, all[i].state); err == nil {
			return row, all[i].target, nil
		}
	}
	row, err := p.app.Book().Find(entity, event, s.variant, law.New)
	return row, matter.Target{Entity: entity}, err
}

type demoObject struct {
	target matter.Target
	state  string
}

func objects(f *matter.File, entity law.Machine) []demoObject {
	var out []demoObject
	add := func(id int64, state string) {
		out = append(out, demoObject{matter.Target{Entity: entity, ID: id}, state})
	}
	switch entity {
	case law.AdminCase, law.CriminalCase:
		for _, c := range f.Cases {
			if c.Machine == string(entity) {
				add(c.ID, c.State)
			}
		}
	case law.Referral:
		for _, r := range f.Referrals {
			add(r.ID, r.State)
		}
	case law.Evidence:
		for _, e := range f.Evidence {
			add(e.ID, e.State)
		}
	case law.MSSHandover:
		for _, h := range f.Handovers {
			add(h.ID, h.State)
		}
	case law.Person:
		for _, x := range f.Persons {
			add(x.ID, x.State)
		}
	default:
		for _, r := range f.Records {
			if r.Entity == string(entity) {
				add(r.ID, "")
			}
		}
	}
	return out
}

// parentOf is the case under which an act makes its object.
func parentOf(row *law.Act, f *matter.File) matter.Target {
	c := f.Admin()
	if row.Entity == law.Person || row.Entity == law.Evidence && row.Variant == "track=criminal" || c == nil {
		c = f.Criminal()
	}
	if c == nil {
		return matter.Target{}
	}
	return matter.Target{Entity: law.Machine(c.Machine), ID: c.ID}
}
