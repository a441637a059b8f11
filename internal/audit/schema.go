package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/canon"
	"touchstone/internal/database"
)

// The yardstick lies in the database too: views give the facts, triggers note what is written, functions read it back.
// Whoever may redefine them could doctor unseen. So the ledger holds the digest of each definition, by version of the
// schema and major version of the server, which words definitions in its own way.

// schemaBound is the action of the event that binds the definitions.
const schemaBound = "schema.bound"

// objectsKey is its detail with the digests, by kind and name.
const objectsKey = "objects"

// sqlPair is the version of the schema and of the server.
const sqlPair = `SELECT version, current_setting('server_version_num')::int / 10000 FROM public.installation`

// sqlPlain makes the server write every name in full, whatever the session says.
const sqlPlain = `SELECT set_config('search_path', 'pg_catalog', true)`

// sqlBoundSchema finds the event that binds a pair. The first counts: what came later may have been made to fit.
const sqlBoundSchema = `SELECT n, at, CASE jsonb_typeof(details->'objects') WHEN 'object' THEN details->'objects'
	ELSE '{}' END, coalesce(details->>'digest', '') FROM public.audit_events
WHERE stream = 'unit:0' AND action = 'schema.bound' AND details @> jsonb_build_object('version', $1::bigint, 'server', $2::int) ORDER BY n LIMIT 1`

// sqlObjects are the definitions on which the binding rests: the views of the ledger; the tables whose rows are facts or
// belong to the ledger, with their columns and constraints and all that may happen beside a write on them; the functions, of which any
// may be called by one of these; operators, of which there are none of our own; and settings of the
// program's roles, and of those that may become one, that would switch triggers off or put other names before these.
const sqlObjects = `WITH tables AS (
  SELECT c.* FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND (c.relname LIKE 'audit\_%' OR EXISTS (SELECT FROM pg_class v WHERE v.relnamespace = c.relnamespace AND v.relname = 'audit_facts_' || c.relname))),
triggers AS (SELECT t.relname, g.* FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal)
SELECT 'view ' || c.relname AS name, pg_get_viewdef(c.oid) || coalesce(array_to_string(c.reloptions, ','), '') AS definition
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm') AND (c.relname LIKE 'audit\_%' OR c.relname = 'installation')
UNION ALL SELECT 'table ' || t.relname, concat(t.relkind, t.relpersistence, t.relrowsecurity, t.relforcerowsecurity, ' ',
  (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin,
    d.adrelid)), ', ' ORDER BY a.attname)
   FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attrelid = t.oid AND a.attnum > 0
     AND NOT a.attisdropped), ' ',
  (SELECT string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ', ' ORDER BY k.conname) FROM pg_constraint k WHERE k.conrelid = t.oid
    AND k.contype IN ('c', 'p', 'u', 'f', 'x'))) FROM tables t
UNION ALL SELECT 'trigger ' || relname || '.' || tgname, concat(pg_get_triggerdef(oid), ' ', tgenabled) FROM triggers
UNION ALL SELECT 'rule ' || t.relname || '.' || r.rulename, concat(pg_get_ruledef(r.oid), ' ', r.ev_enabled) FROM tables t
  JOIN pg_rewrite r ON r.ev_class = t.oid
UNION ALL SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', pg_get_functiondef(p.oid)
FROM pg_proc p WHERE p.prokind = 'f' AND (p.oid IN (SELECT tgfoid FROM triggers) OR p.pronamespace = 'public'::regnamespace)
UNION ALL SELECT 'operator ' || o.oid::regoperator, o.oprcode::text FROM pg_operator o WHERE o.oprnamespace <> 'pg_catalog'::regnamespace
UNION ALL SELECT 'setting ' || coalesce(r.rolname, 'all') || '.' || split_part(c, '=', 1), c FROM pg_db_role_setting s
  LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) c
WHERE (s.setdatabase = 0 OR s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))
  AND (split_part(c, '=', 1) IN ('session_replication_role', 'search_path') OR c LIKE 'ts.%')
  AND (s.setrole = 0 OR r.rolname LIKE 'ts\_%' OR EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles o ON o.oid = m.roleid WHERE m.member = s.setrole
    AND o.rolname LIKE 'ts\_%'))
ORDER BY 1`

// sqlShadows finds what bears one of our names and is not ours: in a schema that a session may look into first, among
// temporary tables, or among the server's own functions.
const sqlShadows = `SELECT 'relation ' || n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('public', 'information_schema') AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND EXISTS (SELECT FROM pg_class o WHERE o.relnamespace = 'public'::regnamespace AND o.relname = c.relname AND o.relkind IN ('r', 'p', 'v', 'm'))
UNION SELECT 'function ' || n.nspname || '.' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname <> 'public' AND p.oid >= 16384 AND EXISTS (SELECT FROM pg_proc o WHERE o.pronamespace = 'public'::regnamespace AND o.proname = p.proname)
  ORDER BY 1`

// errBound: another program has bound the definitions meanwhile.
var errBound = errors.New("audit: the schema is bound")

// pair is the version of a schema and the major version of the server that words its definitions.
type pair struct {
	version int64
	server  int
}

// BindSchema binds the definitions as they stand, once for each pair of schema and server: it is called after every
// migration and at every start, before anybody else could have changed them.
func (l *Log) BindSchema(ctx context.Context) error {
	p, known, objects, err := l.schema(ctx)
	if err != nil || objects == nil {
		l.yardstick.Store(p.name(known.digest))
		return err
	}
	digest, err := schemaDigest(objects)
	if err != nil {
		return err
	}
	_, err = l.Write(ctx, actor.Automatic("audit"), Key{}, func(tx *Tx) error {
		if err := tx.lock(ctx, UnitStream(0)); err != nil {
			return err
		}
		if known, err = p.find(ctx, tx); err != nil || known.n > 0 {
			return errors.Join(err, errBound)
		}
		known.digest = digest
		return tx.Record(ctx, Event{Stream: UnitStream(0), Action: schemaBound, Kind: "installation", objects: objects,
			Details: map[string]any{"version": p.version, "server": p.server, "digest": digest}})
	})
	if errors.Is(err, errBound) {
		err = nil
	}
	if err == nil {
		l.yardstick.Store(p.name(known.digest))
	}
	return err
}

// schema reads the definitions of a pair that is not bound yet.
func (l *Log) schema(ctx context.Context) (p pair, known boundSchema, objects map[string]any, err error) {
	q, err := l.db.Snapshot(ctx, database.RoleAudit)
	if err != nil {
		return p, known, nil, err
	}
	defer func() { err = errors.Join(err, q.Rollback()) }()
	if p, err = pairOf(ctx, q); err != nil {
		return p, known, nil, err
	}
	if known, err = p.find(ctx, q); err != nil || known.n > 0 {
		return p, known, nil, err
	}
	if err := notCut(ctx, q); err != nil {
		return p, known, nil, err
	}
	objects, err = definitions(ctx, q)
	return p, known, objects, err
}

func pairOf(ctx context.Context, q database.Q) (p pair, err error) {
	err = q.QueryRow(ctx, sqlPair).Scan(&p.version, &p.server)
	return p, err
}

// definitions are the digests of all definitions, by kind and name.
func definitions(ctx context.Context, q database.Q) (map[string]any, error) {
	if _, err := q.Exec(ctx, sqlPlain); err != nil {
		return nil, err
	}
	rows, err := q.Query(ctx, sqlObjects)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	var name, definition string
	_, err = pgx.ForEachRow(rows, []any{&name, &definition}, func() error {
		sum := sha256.Sum256([]byte(definition))
		out[name] = "sha256:" + hex.EncodeToString(sum[:])
		return nil
	})
	return out, err
}

// schemaDigest is one digest of all definitions.
func schemaDigest(objects map[string]any) (string, error) {
	w := canon.New("audit.schema").Map(objects)
	return w.Sum(), w.Err()
}
