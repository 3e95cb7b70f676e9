package assemble

import (
	"log"
	"strings"

	"go.uber.org/zap"
)

// TakeStdLog makes l the place for what libraries say to the logger of the standard library, at debug level. Of each
// entry what stands in quotes is left out, and all that follows: net/http quotes what an application sent unasked, and
// that may be anybody's record.
func TakeStdLog(l *zap.Logger) {
	log.SetFlags(0)
	log.SetOutput(stdLog{l.Named("library")})
}

// stdLog writes each entry of a log.Logger.
type stdLog struct{ to *zap.Logger }

func (s stdLog) Write(entry []byte) (int, error) {
	text, _, _ := strings.Cut(string(entry), `"`)
	s.to.Debug(strings.TrimSpace(text))
	return len(entry), nil
}
