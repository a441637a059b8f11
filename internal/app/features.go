package app

import (
	"crypto/rand"
	"io"
	"slices"
	"sync"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/admincase"
	admincasepage "touchstone/internal/admincase/page"
	"touchstone/internal/cases"
	"touchstone/internal/criminalcase"
	"touchstone/internal/evidence"
	evidencepage "touchstone/internal/evidence/page"
	"touchstone/internal/goods"
	goodspage "touchstone/internal/goods/page"
	"touchstone/internal/inbox"
	"touchstone/internal/intake"
	"touchstone/internal/law"
	"touchstone/internal/msshandover"
	msshandoverpage "touchstone/internal/msshandover/page"
	"touchstone/internal/papers"
	"touchstone/internal/party"
	"touchstone/internal/penalty"
	penaltypage "touchstone/internal/penalty/page"
	"touchstone/internal/procedure"
	"touchstone/internal/referral"
	referralpage "touchstone/internal/referral/page"
	"touchstone/internal/report"
	"touchstone/policies"
)

// features are the parts of the house above sign-in: who may see what, the engine, and the pages over them.
type features struct {
	access    *access.Policy
	engine    *procedure.Engine
	procedure *acts.HTTP
	document  *papers.Prints
	cases     *cases.HTTP
	referral  *referralpage.HTTP
	inbox     *inbox.HTTP
	intake    *intake.HTTP
	evidence  *evidencepage.HTTP
	party     *party.HTTP
	goods     *goodspage.HTTP
	papers    *papers.HTTP
	admincase *admincasepage.HTTP
	penalty   *penaltypage.HTTP
	mss       *msshandoverpage.HTTP
	report    *report.HTTP
}

// Registry is everything the rows of the tables may name, as this program has it. random draws references.
func Registry(book law.Current, random io.Reader) (*procedure.Registry, error) {
	return procedure.Register(book, Tracks(book, random, evidence.Queue)...)
}

// Tracks are what each machine contributes; what a later one knows of a form counts before what an earlier one does, and what it says
// of a file stands behind that in the list that is signed. later puts the copying of bytes into the queue, nil leaves it out.
func Tracks(book law.Current, random io.Reader, later evidence.Later) []procedure.Track {
	return []procedure.Track{
		evidence.Track(evidence.Deps{Book: book, Random: random, Later: later}),
		referral.Track(referral.Deps{Book: book, Random: random}),
		cases.Track(cases.Deps{Book: book, Random: random}),
		admincase.Track(book),
		penalty.Track(book),
		goods.Track(book),
		procedure.ByAct(book),
		criminalcase.Track(criminalcase.Deps{Book: book, Random: random}),
		msshandover.Track(msshandover.Deps{Random: random}),
	}
}

// build assembles the features; it fails where the policy or a track names what the tables do not know.
func (a *App) build() error {
	rules := a.Policy
	if rules == nil {
		rules = policies.FS()
	}
	policy, err := access.Load(rules, roleCodes(a.Book()), a.Clock)
	if err != nil {
		return err
	}
	reg, err := Registry(a.Book, a.Random)
	if err != nil {
		return err
	}
	engine := procedure.New(procedure.Parts{Book: a.Book, Registry: reg, Log: a.Audit, Access: policy, Project: cases.Project(a.Book), Random: a.Random,
		Reader: a.DB.Read(), Now: a.Clock, Challenge: a.Identity.CheckCredential, Blobs: a.Blobs, Secret: a.secret})
	desk := &acts.Desk{Engine: engine}
	acts := &acts.HTTP{Engine: desk, DB: a.DB, Log: a.Audit, Blobs: a.Blobs, Credential: a.Identity.CheckCredential}
	file := &cases.HTTP{Engine: desk, DB: a.DB, Access: policy, Log: a.Audit, Desk: cases.Desk{Log: a.Audit, Access: policy, Book: a.Book}, Acts: acts,
		Random: a.Random}
	tips, err := a.intake(policy)
	if err != nil {
		return err
	}
	file.Public = publicEntry(tips.Record)
	a.features = features{
		access: policy, engine: engine, procedure: acts, cases: file,
		party: &party.HTTP{Desk: party.Desk{Log: a.Audit, Access: policy, Random: a.Random}, Headers: file.Headers(), DB: a.DB, Access: policy, Log: a.Audit,
			Book: a.Book, StepUp: a.Identity.CheckCredential},
		goods: &goodspage.HTTP{Desk: goods.Desk{Log: a.Audit, Access: policy, Book: a.Book, Project: cases.Project(a.Book), Random: a.Random},
			Headers: file.Headers(), DB: a.DB, Access: policy, Book: a.Book},
		evidence: &evidencepage.HTTP{Acts: acts, Desk: evidence.Desk{Log: a.Audit, Access: policy, Blobs: a.Blobs, Read: a.DB.Read()}, Headers: file.Headers(),
			DB: a.DB, Access: policy, Book: a.Book, Log: a.Audit},
		intake:   tips,
		inbox:    &inbox.HTTP{Engine: desk, DB: a.DB, Access: policy, Clock: a.Clock, Log: a.Audit},
		document: &papers.Prints{Book: a.Book, DB: a.DB, Log: a.Audit, Access: policy, Demo: a.Config.Demo},
		referral: &referralpage.HTTP{Acts: acts, Desk: referral.Desk{Log: a.Audit, Access: policy, Book: a.Book}, Headers: file.Headers(), DB: a.DB,
			Access: policy, Book: a.Book, Log: a.Audit},
		papers:    &papers.HTTP{Engine: desk, Headers: file.Headers(), DB: a.DB, Access: policy},
		admincase: &admincasepage.HTTP{Engine: desk, Headers: file.Headers(), DB: a.DB, Access: policy},
		penalty:   &penaltypage.HTTP{Engine: desk, Headers: file.Headers(), DB: a.DB},
		mss:       &msshandoverpage.HTTP{Acts: acts, Headers: file.Headers(), DB: a.DB, Access: policy, Log: a.Audit},
		report:    &report.HTTP{Book: a.Book, DB: a.DB, Access: policy, Log: a.Audit, Demo: a.Config.Demo},
	}
	return nil
}

// Engine runs acts; tests and the demonstration drive it directly.
func (a *App) Engine() *procedure.Engine { return a.features.engine }

// Access is the compiled policy.
func (a *App) Access() *access.Policy { return a.features.access }

// roleCodes are the roles of every edition: who holds one that a later edition dropped still signs in.
func roleCodes(book *law.Edition) []actor.Role {
	var out []actor.Role
	for _, b := range book.Editions() {
		for _, r := range b.Roles {
			if !slices.Contains(out, r.Code) {
				out = append(out, r.Code)
			}
		}
	}
	return out
}

// Built returns the question whether this program has everything a row of the tables asks for. The registry is made
// when it is first asked.
func Built() func(row *law.Act) bool {
	registry := sync.OnceValue(func() *procedure.Registry {
		book, err := law.Newest(policies.FS())
		if err != nil {
			return nil
		}
		reg, err := Registry(law.Fixed(book), rand.Reader)
		if err != nil {
			return nil
		}
		return reg
	})
	return func(row *law.Act) bool {
		reg := registry()
		return reg != nil && reg.Built(row)
	}
}
