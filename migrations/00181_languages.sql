-- +goose Up
-- Which languages there are the program's catalogue says; a row keeps the tag of one, and the table knows no more than its shape.
ALTER TABLE users DROP CONSTRAINT users_lang_check;
ALTER TABLE users ADD CONSTRAINT users_lang_check CHECK (lang ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$');
