package assemble

import (
	"io"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/internal/diag"
)

// NewLogger logs to w as the configuration says: JSON, or text for a person at a terminal. Every entry is written;
// none is sampled away.
func NewLogger(c config.Log, w io.Writer, terminal bool) *zap.Logger {
	level, err := zapcore.ParseLevel(c.Level)
	if err != nil {
		level = zapcore.InfoLevel // the configuration was refused before
	}
	format := zap.NewProductionEncoderConfig()
	format.TimeKey, format.EncodeTime = "time", zapcore.RFC3339NanoTimeEncoder
	encoder := zapcore.NewJSONEncoder(format)
	if c.Format == "console" || c.Format == "auto" && terminal {
		format.EncodeLevel = zapcore.CapitalLevelEncoder
		format.EncodeTime = zapcore.TimeEncoderOfLayout("15:04:05.000")
		encoder = zapcore.NewConsoleEncoder(format)
	}
	return zap.New(zapcore.NewCore(encoder, zapcore.Lock(zapcore.AddSync(w)), level))
}

// LogWarnings logs findings that do not stop the gateway.
func LogWarnings(log *zap.Logger, found diag.List) {
	for _, f := range found.Sorted() {
		log.Warn(f.Message, zap.Stringer("at", f.Pos), zap.String("code", f.Code))
	}
}
