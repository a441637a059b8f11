package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/cases"
	"touchstone/internal/evidence"
	"touchstone/internal/goods"
	"touchstone/internal/intake"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/party"
	"touchstone/internal/procedure"
	"touchstone/internal/referral"
)

// plain is the use case behind a step that is no act of the tables, or nil.
func (p *demoPlayer) plain(event string) func(context.Context, demoStep) error {
	return map[string]func(context.Context, demoStep) error{
		"tip.register":     p.registerTip,
		"tip.triage":       p.triageTip,
		"tip.dismiss":      p.dismissTip,
		"goods.describe":   p.describeGoods,
		"goods.add":        p.addGoods,
		"goods.route":      p.addRoute,
		"party.describe":   p.describeParty,
		"party.add":        p.addParty,
		"party.link":       p.linkParties,
		"case.compartment": p.compartment,
		"approval.return":  p.sendBack,
		"package.fill":     p.fillPackage,
		"view.save":        p.saveView,
	}[event]
}

// given are a step's fields written out.
func (p *demoPlayer) given(ctx context.Context, s demoStep) (map[string]string, actor.Actor, *matter.File, error) {
	f, err := p.file(ctx)
	if err != nil {
		return nil, actor.Actor{}, nil, err
	}
	who, err := p.who(s.who)
	if err != nil {
		return nil, who, f, err
	}
	out := map[string]string{}
	for _, x := range s.fields {
		if out[x[0]], err = p.value(x[1], f, matter.Target{}, who); err != nil {
			return nil, who, f, err
		}
	}
	return out, who, f, nil
}

func (p *demoPlayer) registerTip(ctx context.Context, s demoStep) error {
	v, who, _, err := p.given(ctx, s)
	if err != nil {
		return err
	}
	desk := p.app.features.intake.Desk
	in := intake.TipInput{Channel: v["channel"], SourceKind: v["source_kind"], ReceivedAt: p.clock, Subject: v["subject"], Summary: v["summary"],
		PartyName: v["party_name"], Mineral: v["mineral"], Marking: actor.Internal, PublicCase: v["public_case"]}
	if v["informant"] != "" && desk.Vault != nil { // without a vault the tip is an anonymous one
		in.Informant = &intake.Identity{Name: v["informant"], Contact: v["contact"]}
	}
	got, err := desk.Register(ctx, who, in)
	p.tip = got.Ref
	return err
}

// saveView keeps a filter of the case list for the unit.
func (p *demoPlayer) saveView(ctx context.Context, s demoStep) error {
	v, who, _, err := p.given(ctx, s)
	if err != nil {
		return err
	}
	return p.app.features.cases.Desk.SaveView(ctx, who, cases.SaveViewInput{Name: v["name"], Query: v["query"], Shared: true}, p.app.Random)
}

func (p *demoPlayer) triageTip(ctx context.Context, s demoStep) error {
	_, who, _, err := p.given(ctx, s)
	if err != nil {
		return err
	}
	id, err := p.tipID(ctx)
	if err != nil {
		return err
	}
	return p.app.features.intake.Desk.Triage(ctx, who, id, -1, audit.Key{})
}

func (p *demoPlayer) dismissTip(ctx context.Context, s demoStep) error {
	v, who, _, err := p.given(ctx, s)
	if err != nil {
		return err
	}
	id, err := p.tipID(ctx)
	if err != nil {
		return err
	}
	return p.app.features.intake.Desk.Dismiss(ctx, who, id, -1, v["reason"], audit.Key{})
}

// caseOf is the case a plain use case works on: the newest of the track of who works.
func caseOf(f *matter.File, who actor.Actor) (*matter.Case, error) {
	for i := len(f.Cases) - 1; i >= 0; i-- {
		if f.Cases[i].AgencyID == who.AgencyID {
			return &f.Cases[i], nil
		}
	}
	return nil, fmt.Errorf("%s has no case", who.AgencyCode)
}

// onCase is what a step on the case of its actor's agency is given.
func (p *demoPlayer) onCase(ctx context.Context, s demoStep) (map[string]string, actor.Actor, *matter.Case, error) {
	v, who, f, err := p.given(ctx, s)
	if err != nil {
		return nil, who, nil, err
	}
	c, err := caseOf(f, who)
	return v, who, c, err
}

func (p *demoPlayer) goodsDesk() goods.Desk {
	return goods.Desk{Log: p.app.Audit, Access: p.app.Access(), Book: p.app.Book, Project: cases.Project(p.app.Book), Random: p.app.Random}
}

func goodsInput(v map[string]string) goods.Input {
	in := goods.Input{Name: v["name"], Mineral: v["mineral"], Form: v["form"], Purity: v["purity"], HSDeclared: v["hs_declared"], HSFound: v["hs_found"],
		Quantity: v["quantity"], Unit: v["unit"],
		Value: v["value"], ValueMethod: v["value_method"], LicenceState: v["licence_state"], LicenceNote: v["licence_note"]}
	if on, err := time.ParseInLocation(time.DateOnly, v["act_on"], law.Zone()); err == nil {
		in.ActOn = on // a day that cannot be read is an unknown day
	}
	return in
}

// describeGoods completes the goods that the registration noted.
func (p *demoPlayer) describeGoods(ctx context.Context, s demoStep) error {
	v, who, c, err := p.onCase(ctx, s)
	if err != nil {
		return err
	}
	sheet, err := goods.Of(ctx, p.app.DB.Read(), c.ID)
	if err != nil {
		return err
	}
	if len(sheet.Items) == 0 {
		return fmt.Errorf("no goods")
	}
	in := goodsInput(v)
	in.Version = sheet.Items[0].Version
	return p.goodsDesk().Update(ctx, who, c.ID, sheet.Items[0].Ref, in)
}

func (p *demoPlayer) addGoods(ctx context.Context, s demoStep) error {
	v, who, c, err := p.onCase(ctx, s)
	if err != nil {
		return err
	}
	_, err = p.goodsDesk().Add(ctx, who, c.ID, goodsInput(v))
	return err
}

func (p *demoPlayer) addRoute(ctx context.Context, s demoStep) error {
	v, who, c, err := p.onCase(ctx, s)
	if err != nil {
		return err
	}
	sheet, err := goods.Of(ctx, p.app.DB.Read(), c.ID)
	if err != nil {
		return err
	}
	in := goods.RouteInput{Origin: v["origin"], ExitPort: v["exit_port"], Transit: v["transit"], Destination: v["destination"], Quantity: v["quantity"],
		Unit: v["unit"], Status: v["status"], Source: v["source"]}
	if len(sheet.Items) > 0 {
		in.Item = sheet.Items[0].Ref
	}
	return p.goodsDesk().AddRoute(ctx, who, c.ID, in)
}

func (p *demoPlayer) partyDesk() party.Desk {
	return party.Desk{Log: p.app.Audit, Access: p.app.Access(), Random: p.app.Random}
}

func partyInput(v map[string]string) party.Input {
	return party.Input{Kind: v["kind"], Name: v["name"], NameLatin: v["name_latin"], Part: v["part"], IDKind: v["id_kind"], IDNumber: v["id_number"],
		Country: v["country"], Address: v["address"],
		Note: v["note"], Subject: v["subject"] == "yes"}
}

// describeParty completes the party that the registration noted.
func (p *demoPlayer) describeParty(ctx context.Context, s demoStep) error {
	v, who, c, err := p.onCase(ctx, s)
	if err != nil {
		return err
	}
	net, err := party.Of(ctx, p.app.DB.Read(), c.ID)
	if err != nil {
		return err
	}
	if len(net.Parties) == 0 {
		return fmt.Errorf("no party")
	}
	in := partyInput(v)
	in.Name, in.Version = net.Parties[0].Name, net.Parties[0].Version
	return p.partyDesk().Update(ctx, who, c.ID, net.Parties[0].Ref, in)
}

func (p *demoPlayer) addParty(ctx context.Context, s demoStep) error {
	v, who, c, err := p.onCase(ctx, s)
	if err != nil {
		return err
	}
	_, err = p.partyDesk().Add(ctx, who, c.ID, partyInput(v))
	return err
}

// linkParties joins two parties by name.
func (p *demoPlayer) linkParties(ctx context.Context, s demoStep) error {
	v, who, c, err := p.onCase(ctx, s)
	if err != nil {
		return err
	}
	net, err := party.Of(ctx, p.app.DB.Read(), c.ID)
	if err != nil {
		return err
	}
	ref := func(name string) string {
		for _, x := range net.Parties {
			if strings.HasPrefix(x.Name, name) {
				return x.Ref
			}
		}
		return ""
	}
	return p.partyDesk().Link(ctx, who, c.ID, party.LinkInput{From: ref(v["from"]), To: ref(v["to"]), Relation: v["relation"], Status: v["status"],
		Source: v["source"], Evidence: v["evidence"]})
}

func (p *demoPlayer) compartment(ctx context.Context, s demoStep) error {
	v, who, c, err := p.onCase(ctx, s)
	if err != nil {
		return err
	}
	closed, marking := true, actor.WorkSecret
	return cases.Desk{Log: p.app.Audit, Access: p.app.Access(), Book: p.app.Book}.Mark(ctx, who, c.ID,
		cases.MarkInput{Marking: &marking, Compartmented: &closed, Reason: v["reason"]})
}

// sendBack returns the proposal that waits on the newest object of a kind to whoever made it.
func (p *demoPlayer) sendBack(ctx context.Context, s demoStep) error {
	v, who, f, err := p.given(ctx, s)
	if err != nil {
		return err
	}
	a, err := p.waiting(ctx, newest(objects(f, law.Machine(v["of"]))))
	if err != nil {
		return err
	}
	_, err = p.engine.Turn(ctx, who, procedure.Turn{Approval: a.ID, Decision: "return", ReasonCode: v["reason_code"], Reason: v["reason"],
		Digest: p.engine.DigestNow(ctx, a, f)})
	return err
}

// thingsOf are the physical items of a case: what a list of things involved names.
func thingsOf(f *matter.File, caseID int64) []string {
	var out []string
	for _, e := range f.ItemsOf(caseID) {
		if e.Kind == evidence.Physical {
			out = append(out, e.Ref)
		}
	}
	return out
}

// fillPackage chooses what the draft still lacks of the five items: the things by reference, papers for the rest.
func (p *demoPlayer) fillPackage(ctx context.Context, s demoStep) error {
	v, who, f, err := p.given(ctx, s)
	if err != nil {
		return err
	}
	desk := referral.Desk{Log: p.app.Audit, Access: p.app.Access(), Book: p.app.Book}
	for i := range f.Referrals {
		r := &f.Referrals[i]
		if r.State != "DRAFT" {
			continue
		}
		for _, no := range referral.Absent(p.app.Book(), f, r) {
			in := referral.ItemInput{No: no}
			things := thingsOf(f, r.FromCaseID)
			switch {
			case no == 3 && len(things) > 0:
				in.Evidence = things
			case no == 4 && v["no_appraisal"] != "":
				in.NotApplicable = v["no_appraisal"]
			default:
				in.Note = v["paper"]
			}
			if err := desk.SetItem(ctx, who, r.ID, in); err != nil {
				return err
			}
		}
	}
	return nil
}
