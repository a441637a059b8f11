package intake

import (
	"context"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/database"
)

// sealed is an identity as the vault keeps it: its own key wrapped under the installation's, and the text under its own.
type sealed struct {
	keyID                string
	wrapped, nonce, text []byte
}

func putSealed(ctx context.Context, q database.Q, who actor.Actor, tip int64, s sealed, now time.Time) error {
	_, err := q.Exec(ctx, "SELECT informant.put($1,$2,$3,$4,$5,$6,$7,$8)", tip, who.AgencyID, s.keyID, s.wrapped, s.nonce, s.text, who.UserID, now)
	return err
}

func getSealed(ctx context.Context, q database.Q, who actor.Actor, tip int64, now time.Time) (s sealed, err error) {
	err = q.QueryRow(ctx, "SELECT kek_id, wrapped_key, nonce, ciphertext FROM informant.get($1,$2,$3,$4)", tip, who.AgencyID, who.UserID, now).
		Scan(&s.keyID, &s.wrapped, &s.nonce, &s.text)
	return s, err
}

func eraseSealed(ctx context.Context, q database.Q, who actor.Actor, tip int64, now time.Time) error {
	_, err := q.Exec(ctx, "SELECT informant.erase($1,$2,$3)", tip, who.UserID, now)
	return err
}
