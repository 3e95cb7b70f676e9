package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"strings"
)

// NewToken makes a bearer token, sgw_<key id>_<secret>_<checksum>, and the digest that gateway.yaml holds. Prefix
// and checksum let scanners recognise a token that leaked; the secret has more than 128 random bits, so the digest
// needs no salt and no stretching.
func NewToken() (token, sha256hex string) {
	body := "sgw_" + strings.ToLower(rand.Text()[:8]) + "_" + strings.ToLower(rand.Text())
	token = fmt.Sprintf("%s_%08x", body, crc32.ChecksumIEEE([]byte(body)))
	return token, Digest(token)
}

// Digest is a token's SHA-256 as gateway.yaml holds it.
func Digest(token string) string {
	d := sha256.Sum256([]byte(token))
	return hex.EncodeToString(d[:])
}
