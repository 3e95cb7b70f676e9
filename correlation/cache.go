package correlation

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/redisdb"
)

// CacheOptions are the settings of a cache in front of a Store.
type CacheOptions struct {
	Line *redisdb.Line // stays the caller's to close
	TTL  time.Duration // of an entry; 0: 15 minutes
	// Observe counts: "hit" and "miss" by link, "error" for a failure that cost up to a timeout, "open" for a
	// question that was not asked because Redis rests. It is called from several goroutines.
	Observe func(result string)
}

// Cached puts a cache in front of s. It answers ByID alone, and only what Verified was told; whatever it says or
// does not say, the links that a careful reader ends up with are those of s. See Link.Check.
func Cached(s Store, o CacheOptions) Store {
	o.TTL = cmp.Or(o.TTL, 15*time.Minute)
	if o.Observe == nil {
		o.Observe = func(string) {}
	}
	return &cached{Store: s, options: o}
}

// cached is a Store whose embedded Store is the durable one.
type cached struct {
	Store
	options CacheOptions
}

// ByID answers from the cache what it has, and the rest from the durable store.
func (c *cached) ByID(ctx context.Context, s Scope, ids []string) (map[string]Link, error) {
	if IsDurable(ctx) || !s.isCached() || len(ids) == 0 {
		return c.Store.ByID(ctx, s, ids)
	}
	hits, misses := c.lookUp(ctx, s, ids)
	if len(misses) == 0 {
		return hits, nil
	}
	links, err := c.Store.ByID(ctx, s, misses)
	if err != nil {
		return nil, err
	}
	for id, l := range hits {
		links[id] = l
	}
	return links, nil
}

// Verified keeps links in the cache, unless they just came from there or there is nothing to check them by.
func (c *cached) Verified(ctx context.Context, s Scope, links []Link) {
	if !s.isCached() {
		return
	}
	entries := map[string]string{}
	for _, l := range links {
		if !l.Cached && !l.Buried && l.Check != "" {
			entries[cacheKey(s, l.ID)] = encodeEntry(l)
		}
	}
	if len(entries) == 0 {
		return
	}
	c.ask(ctx, func(ctx context.Context, client redisdb.Client) error {
		_, err := client.Pipelined(ctx, func(p redis.Pipeliner) error {
			for key, entry := range entries {
				p.Set(ctx, key, entry, c.options.TTL)
			}
			return nil
		})
		return err
	})
}

// Bind forgets what the cache had of the link, whose key may be another one now, and of the one that held the key.
func (c *cached) Bind(ctx context.Context, i Intent, l Link) (Link, error) {
	held, err := c.Store.ByKey(ctx, i.Scope, []connectors.Key{l.Key})
	if err != nil {
		return Link{}, err
	}
	bound, err := c.Store.Bind(ctx, i, l)
	c.forget(ctx, i.Scope, l.ID, bound.ID, held[l.Key].ID)
	return bound, err
}

// Rekey forgets the links that held either key.
func (c *cached) Rekey(ctx context.Context, s Scope, from, to connectors.Key, ids ...string) error {
	moving, err := c.Store.ByKey(ctx, s, []connectors.Key{from, to})
	if err != nil {
		return err
	}
	err = c.Store.Rekey(ctx, s, from, to, ids...)
	c.forget(ctx, s, moving[from].ID, moving[to].ID)
	return err
}

// Bury forgets the link.
func (c *cached) Bury(ctx context.Context, s Scope, id string) error {
	err := c.Store.Bury(ctx, s, id)
	c.forget(ctx, s, id)
	return err
}

// Enter forgets the links that gave way to others.
func (c *cached) Enter(ctx context.Context, s Scope, links []Link, write bool) ([]Entry, error) {
	entries, err := c.Store.Enter(ctx, s, links, write)
	var gone []string
	for _, e := range entries {
		gone = append(gone, e.Replaced)
	}
	if write {
		c.forget(ctx, s, gone...)
	}
	return entries, err
}

// isCached reports whether links of s are worth an entry: a key costs nothing to answer, and an id that the application
// keeps is for it to say.
func (s Scope) isCached() bool { return s.Identity != ByKey && s.Identity != ByField }

// lookUp divides ids into those that the cache knows and the others.
func (c *cached) lookUp(ctx context.Context, s Scope, ids []string) (hits map[string]Link, misses []string) {
	answers := make([]*redis.StringCmd, len(ids))
	asked := c.ask(ctx, func(ctx context.Context, client redisdb.Client) error {
		_, err := client.Pipelined(ctx, func(p redis.Pipeliner) error {
			for i, id := range ids {
				answers[i] = p.Get(ctx, cacheKey(s, id))
			}
			return nil
		})
		for _, a := range answers { // err is the first one's, which may be no more than a miss
			if errors.Is(err, redis.Nil) {
				err = a.Err()
			}
		}
		if errors.Is(err, redis.Nil) {
			return nil
		}
		return err
	})
	if !asked {
		return nil, ids
	}
	hits = make(map[string]Link, len(ids))
	for i, id := range ids {
		if l, ok := decodeEntry(id, answers[i].Val()); ok {
			hits[id] = l
			c.options.Observe("hit")
		} else {
			misses = append(misses, id)
			c.options.Observe("miss")
		}
	}
	return hits, misses
}

// forget drops entries after the durable store was written to, even when the caller has left. Where that fails, an
// entry outlives the truth until its TTL, and Link.Check tells.
func (c *cached) forget(ctx context.Context, s Scope, ids ...string) {
	if !s.isCached() {
		return
	}
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
	if len(ids) == 0 {
		return
	}
	c.ask(context.WithoutCancel(ctx), func(ctx context.Context, client redisdb.Client) error {
		_, err := client.Pipelined(ctx, func(p redis.Pipeliner) error {
			for _, id := range ids {
				p.Del(ctx, cacheKey(s, id))
			}
			return nil
		})
		return err
	})
}

// ask puts one question to Redis, unless it rests, and reports whether there is an answer.
func (c *cached) ask(ctx context.Context, question func(context.Context, redisdb.Client) error) bool {
	switch c.options.Line.Ask(ctx, question) {
	case redisdb.Answered:
		return true
	case redisdb.Failed:
		c.options.Observe("error")
	case redisdb.Resting:
		c.options.Observe("open")
	}
	return false
}
