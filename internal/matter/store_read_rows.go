package matter

import (
	"github.com/jackc/pgx/v5"

	"touchstone/internal/deadline"
	"touchstone/internal/law"
)

func scanCase(r pgx.CollectableRow) (c Case, err error) {
	err = r.Scan(&c.ID, &c.MatterID, &c.AgencyID, &c.UnitID, &c.Ref, &c.Machine, &c.State, &c.Round, &c.Version, &c.Title, &c.Mineral, &c.LeadBasis, &c.SourceKind,
		&c.CompetenceBasis, &c.Marking, &c.Compartmented, &c.ComplexOrMajor, &c.EconomicCrime, &c.SourceReferralID, &c.ViolationEndedOn,
		&c.RegisteredAt, &c.FiledAt, &c.Quantity, &c.Value, &c.CreatedBy, &c.Summary, &c.Typology, &c.PublicCase, &c.DecidedAt, &c.ClosedAt)
	return c, err
}

func scanReferral(r pgx.CollectableRow) (x Referral, err error) {
	err = r.Scan(&x.ID, &x.FromCaseID, &x.FromAgencyID, &x.FromUnitID, &x.ToAgencyID, &x.ToCaseID, &x.ParentID, &x.Ref, &x.State, &x.Destination,
		&x.Offence, &x.Facts, &x.Version, &x.Team, &x.PackageVersion, &x.PackageDigest, &x.OpenedAt, &x.SentAt, &x.ReceivedAt, &x.Reservation,
		&x.ToText, &x.Marking, &x.Compartmented, &x.TeamZH, &x.TeamEN)
	return x, err
}

func scanItem(r pgx.CollectableRow) (i PackageItem, err error) {
	err = r.Scan(&i.ReferralID, &i.No, &i.DocumentID, &i.EvidenceIDs, &i.Note, &i.NotApplicable)
	return i, err
}

func scanEvidence(r pgx.CollectableRow) (e Evidence, err error) {
	err = r.Scan(&e.ID, &e.CaseID, &e.No, &e.Ref, &e.State, &e.Track, &e.Name, &e.Kind, &e.Measure, &e.Finding, &e.Version, &e.HolderAgencyID,
		&e.HolderUser, &e.GiverID, &e.ToAgencyID, &e.CustodyCaseID, &e.ParentID, &e.CollectorID, &e.CoCollectorID, &e.Quantity, &e.Unit,
		&e.Net, &e.Gross, &e.SealNo, &e.StoragePlace, &e.Files, &e.BadFiles, &e.MissingFiles, &e.UnreadFiles, &e.CollectedAt, &e.Place, &e.Method, &e.Source,
		&e.Original, &e.OriginalPlace, &e.ExclusionReason, &e.HolderText, &e.GoodsRef, &e.Flagged, &e.Collectors.ZH, &e.Collectors.Latin,
		&e.Keepers.ZH, &e.Keepers.Latin, &e.Stored)
	return e, err
}

func scanHandover(r pgx.CollectableRow) (h Handover, err error) {
	err = r.Scan(&h.ID, &h.CaseID, &h.FromAgencyID, &h.ToAgencyID, &h.Ref, &h.State, &h.Version, &h.SentAt,
		&h.Indicators, &h.RegisterNo, &h.Holder, &h.Channel, &h.ExternalRef, &h.Marking, &h.Compartmented, &h.OpenedAt)
	return h, err
}

func scanPerson(r pgx.CollectableRow) (p Person, err error) {
	err = r.Scan(&p.ID, &p.CaseID, &p.Ref, &p.State, &p.Name, &p.Version, &p.PartyRef)
	return p, err
}

func scanRecord(r pgx.CollectableRow) (x Record, err error) {
	err = r.Scan(&x.ID, &x.CaseID, &x.Ref, &x.Entity, &x.Label, &x.Version)
	return x, err
}

func scanPast(book *law.Edition) func(pgx.CollectableRow) (Past, error) {
	return func(r pgx.CollectableRow) (p Past, err error) {
		var input []byte
		err = r.Scan(&p.ID, &p.CaseID, &p.TargetID, &p.RowID, &p.Event, &p.Variant, &p.Entity, &p.From, &p.To, &p.Round, &p.ActorID, &p.ProposerID,
			&p.ActorName, &p.ActorEN, &p.ProposerName, &p.ActorRole, &p.ProposerRole, &p.AgencyID, &p.Also, &input, &p.At, &p.Twin, &p.Edition)
		if err != nil {
			return p, err
		}
		p.Input, err = p.Form(book).Stored(input)
		return p, err
	}
}

func scanDoc(book *law.Edition) func(pgx.CollectableRow) (Doc, error) {
	return func(r pgx.CollectableRow) (d Doc, err error) {
		err = r.Scan(&d.ID, &d.CaseID, &d.TargetKind, &d.TargetID, &d.Ref, &d.Code, &d.Number, &d.Title, &d.Digest, &d.Round, &d.Version, &d.ActID, &d.IssuedAt)
		return d.under(book), err
	}
}

func scanClock(r pgx.CollectableRow) (c Clock, err error) {
	var steps []byte
	err = r.Scan(&c.ID, &c.CaseID, &c.TargetID, &c.Code, &c.State, &c.TargetKind, &c.StartedAt, &c.DueAt, &c.Minimum, &steps, &c.OwnerAgencyID, &c.PausedAt,
		&c.ClosedAt, &c.PauseBasis, &c.Basis, &c.Provisional, &c.Edition)
	if err != nil {
		return c, err
	}
	w, err := deadline.ReadWorking(steps)
	c.Extended = w.Extensions
	return c, err
}

func scanMember(r pgx.CollectableRow) (m Member, err error) {
	err = r.Scan(&m.CaseID, &m.UserID, &m.Username, &m.Name, &m.Part, &m.Lead, &m.CertificateNo, &m.CertificateTo, &m.AgencyID, &m.NameEN)
	return m, err
}

func scanGoods(r pgx.CollectableRow) (g Goods, err error) {
	err = r.Scan(&g.ID, &g.CaseID, &g.Name, &g.Mineral, &g.ControlCode, &g.ControlState, &g.Net, &g.Value, &g.Ref, &g.ListedItem, &g.Form, &g.Purity,
		&g.ControlBasis, &g.ActOn, &g.HSDeclared, &g.HSFound, &g.Quantity, &g.Unit, &g.ValueMethod, &g.LicenceState, &g.LicenceNote)
	return g, err
}

func scanParty(r pgx.CollectableRow) (p Party, err error) {
	err = r.Scan(&p.ID, &p.CaseID, &p.Ref, &p.Name, &p.Kind, &p.Subject, &p.NameLatin, &p.FormerNames, &p.Part, &p.IDKind, &p.IDNumber, &p.Country, &p.Address,
		&p.Note)
	return p, err
}

func scanDecision(r pgx.CollectableRow) (d Decision, err error) {
	err = r.Scan(&d.ID, &d.CaseID, &d.Kind, &d.Sanctions, &d.Fine, &d.Confiscated, &d.MadeAt, &d.Violation, &d.Deviation, &d.Reasons, &d.Calculation)
	return d, err
}

func scanAgency(r pgx.CollectableRow) (a Agency, err error) {
	err = r.Scan(&a.ID, &a.Code, &a.Kind, &a.NameZH, &a.NameEN, &a.OwnPenaltyPower, &a.Accounts)
	return a, err
}
