package connectortest

import "strings"

// Hostile are texts that have broken somebody's program. Every one must come back byte by byte, or be refused.
func Hostile() []string {
	return []string{
		"O'Brien", "''", "'", `"`, `""`, "`", "``", "'; DROP TABLE employees; --", "' OR '1'='1", "') OR 1=1 --", `" OR ""="`, "1; DELETE FROM phones",
		"--", "-- ", "#", "/*", "*/", "/* x */", "/*!50000 x */", ";", ";;", "\\", "\\\\", "\\'", "\\\"", "\\n", "\\x27", "E'\\''", "$$", "$tag$ x $tag$",
		"$1", "$2", "?", "??", ":x", ":1", "@x", "@@version", "::text", "%", "%%", "%s", "%27", "_", "a%b_c", "\\%", "\\_", "[a-z]", "^$.*",
		"NULL", "null", "nil", "true", "0", "-0", "007", "1e3", "0x41", "NaN", "Infinity", "9223372036854775808",
		"\ufffd", "ʼ", "\u2019", "＇", "\u02bc; --", "é", "e\u0301", "ﬁ", "İ", "ß", "\u00a0", "\u200b", "\u202eabc\u202c", "\ufeffbom", "مرحبا", "שלום", "李小龙",
		"😀", "👩\u200d💻", "\U0010ffff", "Z̸̰͝a̷l̵g̶o", strings.Repeat("a\u0301", 50),
		" leading", "trailing ", "\ttab", "line\nbreak", "line\r\nbreak", "\r", "\v\f", "\x00", "a\x00b", "\x01\x1f\x7f", "\u0085\u2028\u2029",
		"${jndi:ldap://x}", "{{7*7}}", "<script>alert(1)</script>", "../../etc/passwd", "=1+1", strings.Repeat("x", 100_000), strings.Repeat("'", 5_000),
	}
}
