-- +goose Up
-- Facts are read back by their key alone, two or three times in every act. A plan made anew for each costs several times
-- what the reading does; the one that is kept is as good, for no other is possible. Whoever replaces these functions says it again.
ALTER FUNCTION audit_touched() SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION audit_fact(text, bigint, bigint) SET plan_cache_mode = force_generic_plan;
