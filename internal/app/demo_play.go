package app

import (
	"context"
	"errors"
	"fmt"
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
	p.app, err = New(parts)
	return p, err
}

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
	cmd := procedure.Command{Target: target, Event: row.Event, Variant: row.Variant, Version: -1}
	if target.ID == 0 {
		cmd.Parent = parentOf(row, f)
	}
	if cmd.Input, cmd.Uploads, err = p.input(ctx, s, row, cmd, f, who); err != nil {
		return err
	}
	if row.ProposalAct != "" {
		return p.decide(ctx, who, cmd, f)
	}
	got, err := p.app.Engine().Do(ctx, who, cmd)
	if err != nil {
		return err
	}
	if p.matter == 0 {
		if err := p.app.DB.Read().QueryRow(ctx, `SELECT matter_id FROM cases WHERE id = $1`, got.Target.ID).Scan(&p.matter); err != nil {
			return err
		}
	}
	if !row.FourEyes || s.by == "" {
		return nil
	}
	p.clock = soonest(p.clock.Add(95*time.Minute), p.now)
	decider, err := p.who(s.by)
	if err != nil {
		return err
	}
	cmd.Input, cmd.Uploads = law.Values{}, nil
	if row.Form != nil && row.Form.Field("opinion") != nil {
		cmd.Input["opinion"] = p.script.words["decision"]
	}
	return p.decide(ctx, decider, cmd, f)
}

// decide decides the proposal that waits on the object, on what f shows of it: a proposal changes nothing on the file.
func (p *demoPlayer) decide(ctx context.Context, who actor.Actor, cmd procedure.Command, f *matter.File) error {
	a, err := p.waiting(ctx, cmd.Target)
	if err != nil {
		return err
	}
	cmd.Approval, cmd.Digest = a.ID, p.app.Engine().DigestNow(ctx, a, f)
	_, err = p.app.Engine().Do(ctx, who, cmd)
	return err
}

// waiting is the proposal that waits on an object.
func (p *demoPlayer) waiting(ctx context.Context, t matter.Target) (*procedure.Approval, error) {
	return p.app.Engine().OpenProposal(ctx, p.app.DB.Read(), t, "")
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
