package app

import (
	"touchstone/internal/access"
	"touchstone/internal/cases"
	"touchstone/internal/intake"
	"touchstone/policies"
)

// intake assembles tips, their informants' vault and the public record. The key of the vault lies outside the
// database; on the embedded default the program makes it. Without a folder for keys there is no vault, and a tip that
// names somebody is refused rather than kept in the open.
func (a *App) intake(policy *access.Policy) (*intake.HTTP, error) {
	record, err := intake.LoadPublic(policies.FS())
	if err != nil {
		return nil, err
	}
	desk := intake.Desk{Log: a.Audit, Access: policy, Book: a.Book, Random: a.Random}
	if a.secret != nil {
		if desk.Vault, err = intake.NewVault(a.DB.Informant, a.DB.Read(), a.secret, a.Random, a.Audit, policy, a.Book); err != nil {
			return nil, err
		}
	}
	return &intake.HTTP{Desk: desk, DB: a.DB, Access: policy, Record: record, StepUp: a.Identity.CheckCredential}, nil
}

// keyFile reads the secret of the installation; nil without a folder for keys.
func (a *App) keyFile() ([]byte, error) {
	if a.Config.Keys == "" {
		return nil, nil
	}
	return intake.Key(a.Config.Keys, a.Config.DatabaseURL == "", a.Random)
}

// publicEntry hands an entry of the public record to the registration of cases.
func publicEntry(record *intake.PublicRecord) func(string) (cases.PublicEntry, bool) {
	return func(code string) (cases.PublicEntry, bool) {
		e, ok := record.Find(code)
		if !ok {
			return cases.PublicEntry{}, false
		}
		from := intake.OpenFrom(e)
		return cases.PublicEntry{Code: e.Code, Title: from.Subject, Summary: from.Summary, Mineral: from.Mineral}, true
	}
}
