package procedure

import (
	"context"

	"touchstone/internal/actor"
)

// StepUp asks for the credential of the person who acts once more (security 7.5.1 to 7.5.3): to sign, to grant access,
// to unmask, to learn who an informant is. The credential travels in the form that does the act, beside everything the
// act says, so it can be no older than the act, serves no other one and no changed one; no session remembers it. What
// the form asks for is done under the form's one-time key: sent a second time, it does and shows nothing. A wrong
// credential counts toward the lockout of the account.
type StepUp func(ctx context.Context, who actor.Actor, credential string) error
