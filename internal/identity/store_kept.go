package identity

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"touchstone/internal/database"
)

// textRow is a form that was typed and not sent, sealed.
type textRow struct {
	UserID            int64
	Path              string
	Nonce, Ciphertext []byte
	Until             time.Time
}

func (textRow) TableName() string { return "kept_texts" }

// upsertText keeps the newest text of a page, and of a person no more than so many.
func upsertText(ctx context.Context, tx *database.Tx, user int64, path string, nonce, sealed []byte, now time.Time) error {
	row := textRow{UserID: user, Path: path, Nonce: nonce, Ciphertext: sealed, Until: now.Add(keptFor)}
	newer := clause.OnConflict{Columns: []clause.Column{{Name: "user_id"}, {Name: "path"}},
		DoUpdates: clause.AssignmentColumns([]string{"nonce", "ciphertext", "until"})}
	if err := gorm.G[textRow](tx.Gorm(), newer).Create(ctx, &row); err != nil {
		return err
	}
	_, err := gorm.G[textRow](tx.Gorm()).Where(`user_id = ? AND path NOT IN (SELECT path FROM kept_texts WHERE user_id = ?
  ORDER BY until DESC, path LIMIT ?)`, user, user, keptForms).Delete(ctx)
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
	_, err := gorm.G[textRow](tx.Gorm()).Where("user_id = ? AND path = ?", user, path).Delete(ctx)
	return err
}

func deleteOldTexts(ctx context.Context, tx *database.Tx, now time.Time) error {
	_, err := gorm.G[textRow](tx.Gorm()).Where("until <= ?", now).Delete(ctx)
	return err
}
