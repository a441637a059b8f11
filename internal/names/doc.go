// Package names says when two written names are one. The name itself is stored as it was typed; only the key is compared.
package names
