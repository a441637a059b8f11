package canon_test

// Computed once by an independent encoder (struct.pack(">cQ") and hashlib) and frozen.
const (
	vectorEmpty = "sha256:ee6d4654eeb65040c3ffff591e398b1c9e84a97a54384f4b0e2136eeacb5b6fe"
	vectorAll   = "sha256:0bb93e64a4cbe3f364808617aa1d06bdbc9b77a7362914702e90793884c35114"
)
