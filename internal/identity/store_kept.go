package identity

import (
	"context"
	"time"

	"touchstone/internal/database"
)

// upsertText keeps the newest text of a page, and of a person no more than so many.
func upsertText(ctx context.Context, tx *database.Tx, user int64, path string, nonce, sealed []byte, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO kept_texts (user_id, path, nonce, ciphertext, until) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (user_id, path) DO UPDATE SET nonce = excluded.nonce, ciphertext = excluded.ciphertext, until = excluded.until`, user, path, nonce, sealed,
		now.Add(keptFor))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM kept_texts WHERE user_id = $1 AND path NOT IN
		(SELECT path FROM kept_texts WHERE user_id = $1 ORDER BY until DESC, path LIMIT $2)`, user, keptForms)
	return err
}

func readText(ctx context.Context, q database.Q, user int64, path string, now time.Time) (nonce, sealed []byte, err error) {
	err = q.QueryRow(ctx, `SELECT nonce, ciphertext FROM kept_texts WHERE user_id = $1 AND path = $2 AND until > $3`, user, path, now).Scan(&nonce, &sealed)
	if database.NoRows(err) {
		return nil, nil, nil
	}
	return nonce, sealed, err
}

func deleteText(ctx context.Context, tx *database.Tx, user int64, path string) error {
	_, err := tx.Exec(ctx, `DELETE FROM kept_texts WHERE user_id = $1 AND path = $2`, user, path)
	return err
}

func deleteOldTexts(ctx context.Context, tx *database.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM kept_texts WHERE until <= $1`, now)
	return err
}
