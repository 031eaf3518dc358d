-- 家庭档案: what a household is made of, how it changes, how it comes in.

-- ── Columns ────────────────────────────────────────────────────────────────────────────────────────────────────

ALTER TABLE person
  ADD COLUMN marital TEXT,
  ADD COLUMN education TEXT,
  ADD COLUMN health TEXT NOT NULL DEFAULT 'HEALTHY',
  ADD COLUMN disability_kind TEXT,
  ADD COLUMN disability_grade SMALLINT,
  ADD COLUMN labour TEXT,
  ADD COLUMN lost_acts TEXT[] NOT NULL DEFAULT '{}',
  ADD CHECK (marital IN ('UNMARRIED', 'MARRIED', 'DIVORCED', 'WIDOWED')),
  ADD CHECK (education IN ('NONE', 'PRIMARY', 'JUNIOR', 'SENIOR', 'COLLEGE', 'BACHELOR')),
  ADD CHECK (health IN ('HEALTHY', 'FRAIL', 'ILL', 'DISABLED', 'ILL_AND_DISABLED')),
  ADD CHECK (disability_kind IN ('VISION', 'HEARING', 'SPEECH', 'LIMB', 'INTELLECT', 'MENTAL', 'MULTIPLE')),
  ADD CHECK (disability_grade BETWEEN 1 AND 4),
  ADD CHECK ((disability_kind IS NULL) = (disability_grade IS NULL)),
  ADD CHECK (labour IN ('FULL', 'PARTIAL', 'NONE')),
  ADD CHECK (lost_acts <@ ARRAY['EATING', 'DRESSING', 'RISING', 'TOILET', 'WALKING', 'BATHING']);

ALTER TABLE household
  ALTER COLUMN monthly_amount_fen SET DEFAULT 0,
  -- Kept by settle_households() from the memberships, together with monthly_amount_fen.
  ADD COLUMN head_person_id BIGINT,
  ADD COLUMN head_name TEXT NOT NULL DEFAULT '',
  ADD COLUMN member_count INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN insured_count INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN supplement_fen INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN registered_address TEXT NOT NULL DEFAULT '',
  ADD COLUMN income_fen INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN phone TEXT,
  ADD COLUMN phone_masked TEXT GENERATED ALWAYS AS (CASE WHEN length(phone) >= 10 THEN left(phone, 3) || '****' || right(phone, 4)
    ELSE left(phone, 2) || '****' || right(phone, 1) END) STORED,
  ADD COLUMN bank_name TEXT,
  ADD COLUMN bank_sealed BYTEA,
  ADD COLUMN bank_hash BYTEA,
  ADD COLUMN bank_tail TEXT,
  ADD COLUMN guardian_name TEXT,
  ADD COLUMN guardian_phone TEXT,
  ADD COLUMN stop_reason TEXT,
  ADD COLUMN review_class TEXT NOT NULL DEFAULT 'STABLE',
  ADD COLUMN reviewed_on DATE,
  ADD COLUMN review_due DATE,
  ADD COLUMN predecessor_id BIGINT REFERENCES household (id),
  -- Of a file that continues another (停旧建新): when the first one was recognised. Null where that is start_month.
  ADD COLUMN recognised_month DATE,
  ADD COLUMN created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN version INTEGER NOT NULL DEFAULT 0,
  ADD CHECK (income_fen >= 0),
  ADD CHECK (insured_count BETWEEN 0 AND member_count),
  ADD CHECK (supplement_fen BETWEEN 0 AND monthly_amount_fen),
  ADD CHECK (phone ~ '^[0-9-]{7,20}$'),
  ADD CHECK (num_nonnulls(bank_sealed, bank_hash, bank_tail) IN (0, 3)),
  ADD CHECK (bank_tail ~ '^[0-9]{4}$'),
  ADD CHECK (review_class IN ('STABLE', 'UNSTABLE')),
  ADD CHECK (stop_reason IN ('DEATH', 'INCOME', 'ASSETS', 'MOVED', 'VOLUNTARY', 'IMPRISONED', 'INELIGIBLE', 'DUPLICATE', 'OTHER')),
  ADD CHECK (stop_reason IS NULL OR status = 'STOPPED');

ALTER TABLE membership
  -- The member's share of the household's monthly amount: the benefit itself, and 分类施保 on top.
  ADD COLUMN base_fen INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN supplement_fen INTEGER NOT NULL DEFAULT 0,
  ADD CHECK (base_fen >= 0 AND supplement_fen >= 0),
  ADD CHECK (insured OR (base_fen = 0 AND supplement_fen = 0));
ALTER TABLE membership
  ADD CHECK (exit_reason IN ('DEATH', 'INCOME', 'ASSETS', 'MOVED', 'VOLUNTARY', 'IMPRISONED', 'INELIGIBLE', 'DUPLICATE', 'OTHER'));

-- Amounts that stand already are split evenly among the insured; the first one carries what does not divide.
WITH insured AS (
  SELECT m.id, h.monthly_amount_fen AS amount, count(*) OVER (PARTITION BY h.id) AS shares, row_number() OVER (PARTITION BY h.id ORDER BY m.id) AS place
  FROM membership m JOIN household h ON h.id = m.household_id WHERE m.to_date IS NULL AND m.insured)
UPDATE membership m SET base_fen = i.amount / i.shares + CASE WHEN i.place = 1 THEN i.amount % i.shares ELSE 0 END
FROM insured i WHERE i.id = m.id;

-- ── Tables ─────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE change_request (
  id BIGSERIAL PRIMARY KEY,
  household_id BIGINT NOT NULL REFERENCES household (id),
  -- Where the household stands; follows it when it moves.
  region BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('ADD_MEMBER', 'REMOVE_MEMBER', 'EDIT_MEMBER', 'AMOUNT', 'MOVE', 'HEAD', 'STOP', 'RESUME', 'INFO', 'DEATH')),
  -- What is asked for, by kind; see lib/change/input.ts. An ID number stands sealed beside it.
  content JSONB NOT NULL,
  content_sealed BYTEA,
  effective_month DATE NOT NULL CHECK (extract(day FROM effective_month) = 1),
  reason TEXT NOT NULL CHECK (reason <> ''),
  -- The household's version that the requester saw, and the plan that was shown.
  base_version INTEGER NOT NULL,
  plan JSONB NOT NULL,
  death_id BIGINT REFERENCES death (id),
  status TEXT NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'APPROVED', 'SENT_BACK', 'WITHDRAWN')),
  requested_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  requester_id BIGINT,
  requester_name TEXT NOT NULL,
  requester_role TEXT NOT NULL,
  requester_region BIGINT,
  decided_at TIMESTAMPTZ(3),
  decider_id BIGINT,
  decider_name TEXT,
  decider_role TEXT,
  decider_region BIGINT,
  decision_note TEXT,
  request_id UUID NOT NULL UNIQUE,
  CHECK ((kind = 'DEATH') = (death_id IS NOT NULL)),
  CHECK ((status = 'PENDING') = (decided_at IS NULL)),
  CHECK (num_nonnulls(decided_at, decider_name, decider_role, decision_note) IN (0, 4)),
  CHECK (decider_id <> requester_id OR status = 'WITHDRAWN')
);
CREATE INDEX change_request_open ON change_request (region, requested_at, id) WHERE status = 'PENDING';
CREATE INDEX change_request_by_time ON change_request (requested_at, id);
CREATE INDEX change_request_household ON change_request (household_id);
CREATE INDEX change_request_death ON change_request (death_id) WHERE death_id IS NOT NULL;
CREATE UNIQUE INDEX change_request_one_task ON change_request (death_id, household_id) WHERE status = 'PENDING';

-- What became of a household, field by field, before and after. Append-only.
CREATE TABLE household_history (
  id BIGSERIAL PRIMARY KEY,
  household_id BIGINT NOT NULL REFERENCES household (id),
  -- Where the household stood then.
  region BIGINT NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  kind TEXT NOT NULL CHECK (kind IN ('ADD_MEMBER', 'REMOVE_MEMBER', 'EDIT_MEMBER', 'AMOUNT', 'MOVE', 'HEAD', 'STOP', 'RESUME', 'INFO', 'DEATH',
                                     'DEATH_REVOKED', 'IMPORT', 'CREATED')),
  effective_month DATE,
  reason TEXT NOT NULL DEFAULT '',
  -- [{ target, id, who, field, before, after }], see lib/household/patch.ts.
  patches JSONB NOT NULL,
  change_id BIGINT REFERENCES change_request (id),
  death_id BIGINT REFERENCES death (id),
  import_id BIGINT,
  actor_id BIGINT,
  actor_name TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  actor_region BIGINT
);
CREATE INDEX household_history_household ON household_history (household_id, id);
CREATE INDEX household_history_death ON household_history (death_id) WHERE death_id IS NOT NULL;
CREATE INDEX household_history_change ON household_history (change_id) WHERE change_id IS NOT NULL;

-- 复核. Append-only.
CREATE TABLE review (
  id BIGSERIAL PRIMARY KEY,
  household_id BIGINT NOT NULL REFERENCES household (id),
  region BIGINT NOT NULL,
  reviewed_on DATE NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('UNCHANGED', 'TO_CHANGE', 'TO_STOP')),
  review_class TEXT NOT NULL CHECK (review_class IN ('STABLE', 'UNSTABLE')),
  note TEXT NOT NULL DEFAULT '',
  -- When it was due, and the next date that it set.
  due_on DATE,
  next_due DATE NOT NULL,
  reviewed_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  operator_id BIGINT,
  operator_name TEXT NOT NULL,
  operator_role TEXT NOT NULL,
  operator_region BIGINT,
  request_id UUID NOT NULL UNIQUE,
  CHECK (next_due > reviewed_on)
);
CREATE INDEX review_household ON review (household_id);
CREATE INDEX household_review_due ON household (review_due, id) WHERE status = 'ACTIVE';

-- 疑似死亡: what another department's data says; verified at the door.
CREATE TABLE suspected_death (
  id BIGSERIAL PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES person (id),
  -- Where the person stands; follows them.
  region BIGINT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('POLICE', 'FUNERAL', 'HEALTH')),
  died_on DATE,
  -- Keyed hash of ID number, source and date: the same record is not suspected again.
  record_key BYTEA NOT NULL UNIQUE,
  import_id BIGINT,
  reported_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  status TEXT NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'DEAD', 'ALIVE')),
  death_id BIGINT REFERENCES death (id),
  decided_at TIMESTAMPTZ(3),
  decider_id BIGINT,
  decider_name TEXT,
  decider_role TEXT,
  decider_region BIGINT,
  decision_note TEXT,
  CHECK ((status = 'OPEN') = (decided_at IS NULL)),
  CHECK (num_nonnulls(decided_at, decider_name, decider_role, decision_note) IN (0, 4)),
  CHECK ((status = 'DEAD') = (death_id IS NOT NULL))
);
CREATE INDEX suspected_death_open ON suspected_death (region, reported_at, id) WHERE status = 'OPEN';
CREATE INDEX suspected_death_person ON suspected_death (person_id);

-- 重复享受: one row for each current membership of somebody who stands in two households in payment or more; kept by
-- settle_duplicates(). Of the other households it holds no more than what may be said: county and category.
CREATE TABLE duplicate (
  membership_id BIGINT PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES person (id),
  household_id BIGINT NOT NULL REFERENCES household (id),
  region BIGINT NOT NULL,
  -- TWICE 两户均保障, EXCLUSIVE 类别互斥, REGISTERED 在两户登记
  kind TEXT NOT NULL CHECK (kind IN ('TWICE', 'EXCLUSIVE', 'REGISTERED')),
  -- Households of the others in the same order: region, category, whether insured there.
  others JSONB NOT NULL
);
CREATE INDEX duplicate_region ON duplicate (region, membership_id);
CREATE INDEX duplicate_person ON duplicate (person_id);

-- An ID number that somebody wanted to register although it stands in another county's household. Append-only.
CREATE TABLE duplicate_claim (
  id BIGSERIAL PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES person (id),
  -- Where it was claimed; the registered one is found through the person.
  region BIGINT NOT NULL,
  household_id BIGINT REFERENCES household (id),
  claimed_name TEXT NOT NULL,
  id_masked TEXT NOT NULL,
  registered_county BIGINT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('REQUEST', 'IMPORT')),
  import_id BIGINT,
  claimed_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  actor_id BIGINT,
  actor_name TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  actor_region BIGINT
);
CREATE INDEX duplicate_claim_region ON duplicate_claim (region, id);
CREATE INDEX duplicate_claim_person ON duplicate_claim (person_id);

-- What the county found out about one of them. Append-only.
CREATE TABLE duplicate_finding (
  id BIGSERIAL PRIMARY KEY,
  membership_id BIGINT REFERENCES membership (id),
  claim_id BIGINT UNIQUE REFERENCES duplicate_claim (id),
  -- What it was about: 两户登记 may be in order and become 两户均保障.
  kind TEXT NOT NULL CHECK (kind IN ('TWICE', 'EXCLUSIVE', 'REGISTERED', 'CLAIM')),
  region BIGINT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  found_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  actor_id BIGINT,
  actor_name TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  actor_region BIGINT,
  UNIQUE (membership_id, kind),
  CHECK (num_nonnulls(membership_id, claim_id) = 1),
  CHECK ((kind = 'CLAIM') = (claim_id IS NOT NULL))
);

-- 导入
CREATE TABLE import_run (
  id BIGSERIAL PRIMARY KEY,
  region BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('HOUSEHOLD', 'DEATH', 'ALIVE')),
  -- Which department's list (DEATH), or what it was compared with (ALIVE).
  source TEXT NOT NULL DEFAULT '',
  file_name TEXT NOT NULL,
  -- The uploaded file stands sealed in the file store.
  file_key TEXT NOT NULL UNIQUE,
  file_sha256 BYTEA NOT NULL,
  mode TEXT CHECK (mode IN ('SKIP', 'UPDATE')),
  status TEXT NOT NULL DEFAULT 'CHECKING' CHECK (status IN ('CHECKING', 'CHECKED', 'QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
  total INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  fresh INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  wrong INTEGER NOT NULL DEFAULT 0,
  -- Why a run failed, for the clerk.
  problem TEXT,
  operator_id BIGINT NOT NULL,
  operator_name TEXT NOT NULL,
  operator_role TEXT NOT NULL,
  operator_region BIGINT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  started_at TIMESTAMPTZ(3),
  finished_at TIMESTAMPTZ(3),
  request_id UUID NOT NULL UNIQUE,
  CHECK (done BETWEEN 0 AND total),
  CHECK (status <> 'DONE' OR fresh + changed + unchanged + skipped + wrong = total)
);
CREATE INDEX import_run_region ON import_run (region, id);
-- What became of each row of the file. No cell of it is kept here.
CREATE TABLE import_row (
  import_id BIGINT NOT NULL REFERENCES import_run (id),
  number INTEGER NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('NEW', 'CHANGED', 'UNCHANGED', 'SKIPPED', 'WRONG')),
  message TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (import_id, number)
);

-- 查询方案
CREATE TABLE saved_query (
  id BIGSERIAL PRIMARY KEY,
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  staff_name TEXT NOT NULL,
  region BIGINT NOT NULL,
  list TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 30),
  search TEXT NOT NULL CHECK (length(search) <= 2000),
  shared BOOLEAN NOT NULL DEFAULT false,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (staff_id, list, name)
);
CREATE INDEX saved_query_shared ON saved_query (region, list) WHERE shared;

-- Counts and sums of households by community and by county, kept by triggers, as `completion` is.
CREATE TABLE household_total (
  level SMALLINT NOT NULL,
  region BIGINT NOT NULL,
  category TEXT NOT NULL,
  status TEXT NOT NULL,
  households INTEGER NOT NULL DEFAULT 0,
  members INTEGER NOT NULL DEFAULT 0,
  insured INTEGER NOT NULL DEFAULT 0,
  amount_fen BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (level, region, category, status)
);

-- Two-character pieces of the names of a household's members, for searches by equality alone (see name_gram).
CREATE TABLE household_gram (
  gram TEXT NOT NULL,
  is_head BOOLEAN NOT NULL,
  region BIGINT NOT NULL,
  household_id BIGINT NOT NULL,
  PRIMARY KEY (gram, is_head, region, household_id)
);
CREATE INDEX household_gram_household ON household_gram (household_id);

-- 佐证 of a change belongs to the household, not to one person.
ALTER TABLE evidence
  ALTER COLUMN person_id DROP NOT NULL,
  ADD COLUMN household_id BIGINT REFERENCES household (id),
  ADD COLUMN change_id BIGINT REFERENCES change_request (id),
  ADD COLUMN suspected_death_id BIGINT REFERENCES suspected_death (id);
ALTER TABLE evidence DROP CONSTRAINT evidence_check;
ALTER TABLE evidence
  ADD CHECK (num_nonnulls(certification_id, death_id, change_id, suspected_death_id) = 1),
  ADD CHECK (num_nonnulls(person_id, household_id) = 1);
CREATE INDEX evidence_change ON evidence (change_id) WHERE change_id IS NOT NULL;
CREATE INDEX evidence_suspected_death ON evidence (suspected_death_id) WHERE suspected_death_id IS NOT NULL;

DROP INDEX household_region_idx;
CREATE INDEX household_by_region ON household (region, id);
CREATE INDEX household_by_head ON household (head_name COLLATE "zh-x-icu", id);
CREATE INDEX household_by_amount ON household (monthly_amount_fen, id);
CREATE INDEX household_by_start ON household (start_month, id);
CREATE INDEX household_predecessor ON household (predecessor_id) WHERE predecessor_id IS NOT NULL;
CREATE INDEX membership_current_person ON membership (person_id) WHERE to_date IS NULL;

-- The person of a certification is that of its roster row (certification_guard), which refers to them: a key of its own would lock
-- one more page with each certification.
ALTER TABLE certification DROP CONSTRAINT certification_person_id_fkey;

-- 免认证 counts from when a family was recognised, not from when its file was opened anew.
CREATE FUNCTION household_recognised() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  SELECT coalesce(p.recognised_month, p.start_month) INTO NEW.recognised_month FROM household p WHERE p.id = NEW.predecessor_id;
  RETURN NEW;
END $$;
CREATE TRIGGER household_recognised BEFORE INSERT ON household FOR EACH ROW WHEN (NEW.predecessor_id IS NOT NULL)
  EXECUTE FUNCTION household_recognised();
CREATE OR REPLACE VIEW placement AS
SELECT DISTINCT ON (m.person_id) m.person_id, m.household_id, m.region, m.relation, m.insured, h.category,
       coalesce(h.recognised_month, h.start_month) AS start_month, m.from_date
FROM membership m JOIN household h ON h.id = m.household_id
WHERE m.to_date IS NULL AND h.status = 'ACTIVE'
ORDER BY m.person_id, m.insured DESC, m.from_date, m.id;

-- ── Placing people: many at once ───────────────────────────────────────────────────────────────────────────────

-- Brings the rows of the open years up to date for everybody named: a newcomer gets a row, a mover's row moves with all it
-- carries, who left every household leaves list and denominator. An import settles its thousands in one go.
CREATE FUNCTION place_people(wanted bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE open_year int;
BEGIN
  PERFORM id FROM person WHERE id = ANY (wanted) ORDER BY id FOR NO KEY UPDATE;
  UPDATE person p SET region = place.region FROM placement place
  WHERE place.person_id = ANY (wanted) AND p.id = place.person_id AND p.region <> place.region;
  UPDATE suspected_death s SET region = p.region FROM person p
  WHERE s.person_id = ANY (wanted) AND p.id = s.person_id AND s.region <> p.region;
  FOR open_year IN SELECT y.year FROM roster_year y WHERE today() <= last_day_of_roster(y.year) ORDER BY y.year LOOP
    UPDATE roster r SET exited_on = today(), version = version + 1
    -- The dead stay 已死亡 to the end of the year, also when 减保 has been decided.
    WHERE r.year = open_year AND r.person_id = ANY (wanted) AND r.exited_on IS NULL AND r.death_id IS NULL
      AND NOT EXISTS (SELECT FROM membership m JOIN household h ON h.id = m.household_id
                      WHERE m.person_id = r.person_id AND m.to_date IS NULL AND h.status = 'ACTIVE');
    INSERT INTO roster (year, person_id, household_id, region, name, initials, id_masked, birth_date, category, relation, insured, exempt_until)
    SELECT open_year, p.id, place.household_id, place.region, p.name, p.initials, p.id_masked, p.birth_date,
           place.category, place.relation, place.insured, exempt_until_of(place.start_month, open_year)
    FROM placement place JOIN person p ON p.id = place.person_id
    WHERE place.person_id = ANY (wanted) AND place.from_date <= make_date(open_year, 12, 31)
      AND NOT EXISTS (SELECT FROM death d WHERE d.person_id = p.id AND d.revoked_at IS NULL AND d.died_on < make_date(open_year, 1, 1))
    ORDER BY p.id
    ON CONFLICT (year, person_id) DO UPDATE SET household_id = excluded.household_id, region = excluded.region,
      name = excluded.name, initials = excluded.initials, id_masked = excluded.id_masked, birth_date = excluded.birth_date,
      category = excluded.category, relation = excluded.relation, insured = excluded.insured,
      exempt_until = excluded.exempt_until, exited_on = NULL, version = roster.version + 1
    WHERE (roster.household_id, roster.region, roster.name, roster.id_masked, roster.birth_date, roster.category, roster.relation,
           roster.insured, roster.exempt_until, roster.exited_on)
      IS DISTINCT FROM (excluded.household_id, excluded.region, excluded.name, excluded.id_masked, excluded.birth_date,
           excluded.category, excluded.relation, excluded.insured, excluded.exempt_until, NULL::date);
  END LOOP;
  PERFORM settle_duplicates(wanted);
END $$;

CREATE OR REPLACE FUNCTION place_on_roster(wanted bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM place_people(ARRAY[wanted]);
END $$;

-- Who stands in two households in payment or more. 低保, 特困 and 低边 exclude one another, of town and country alike.
CREATE FUNCTION settle_duplicates(wanted bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  DELETE FROM duplicate WHERE person_id = ANY (wanted);
  INSERT INTO duplicate (membership_id, person_id, household_id, region, kind, others)
  SELECT own.id, own.person_id, own.household_id, own.region,
         CASE WHEN own.insured AND bool_or(other.insured) THEN 'TWICE'
              WHEN bool_or(split_part(oh.category, '_', 2) <> split_part(hh.category, '_', 2)) AND (own.insured OR bool_or(other.insured)) THEN 'EXCLUSIVE'
              ELSE 'REGISTERED' END,
         jsonb_agg(jsonb_build_object('region', other.region, 'category', oh.category, 'insured', other.insured) ORDER BY other.id)
  FROM membership own
  JOIN household hh ON hh.id = own.household_id AND hh.status = 'ACTIVE'
  JOIN membership other ON other.person_id = own.person_id AND other.id <> own.id AND other.to_date IS NULL
  JOIN household oh ON oh.id = other.household_id AND oh.status = 'ACTIVE'
  WHERE own.person_id = ANY (wanted) AND own.to_date IS NULL
  GROUP BY own.id, hh.category;
END $$;

-- ── What a household is kept from ──────────────────────────────────────────────────────────────────────────────

-- Figures and head of the households named, from their current memberships: the amount is the sum of the shares, by construction. A file
-- that everybody has left keeps what it had.
CREATE FUNCTION settle_households(wanted bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM id FROM household WHERE id = ANY (wanted) ORDER BY id FOR NO KEY UPDATE;
  UPDATE household h SET member_count = f.members, insured_count = f.insured,
    monthly_amount_fen = CASE WHEN f.members > 0 THEN f.amount ELSE h.monthly_amount_fen END,
    supplement_fen = CASE WHEN f.members > 0 THEN f.supplement ELSE h.supplement_fen END,
    head_person_id = coalesce(f.head_id, h.head_person_id), head_name = coalesce(f.head_name, h.head_name), version = h.version + 1
  FROM (SELECT w.id, count(m.id)::int AS members, (count(m.id) FILTER (WHERE m.insured))::int AS insured,
               coalesce(sum(m.base_fen + m.supplement_fen), 0)::int AS amount, coalesce(sum(m.supplement_fen), 0)::int AS supplement,
               min(p.id) FILTER (WHERE m.relation = 'HEAD') AS head_id, min(p.name) FILTER (WHERE m.relation = 'HEAD') AS head_name
        FROM unnest(wanted) AS w (id)
        LEFT JOIN membership m ON m.household_id = w.id AND m.to_date IS NULL
        LEFT JOIN person p ON p.id = m.person_id
        GROUP BY w.id) AS f
  WHERE h.id = f.id;
  PERFORM settle_household_grams(wanted);
END $$;

CREATE FUNCTION settle_household_grams(wanted bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  DELETE FROM household_gram WHERE household_id = ANY (wanted);
  -- A stopped household without members is still found by its last head.
  INSERT INTO household_gram (gram, is_head, region, household_id)
  SELECT DISTINCT g.gram, n.is_head, n.region, n.household_id
  FROM (SELECT h.region, h.id AS household_id, p.name, m.relation = 'HEAD' AS is_head
        FROM household h JOIN membership m ON m.household_id = h.id AND m.to_date IS NULL JOIN person p ON p.id = m.person_id
        WHERE h.id = ANY (wanted)
        UNION ALL
        SELECT h.region, h.id, h.head_name, true FROM household h WHERE h.id = ANY (wanted)) AS n, name_grams(n.name) AS g;
END $$;

DROP TRIGGER membership_to_roster ON membership;
CREATE OR REPLACE FUNCTION membership_to_roster() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM settle_households(ARRAY(SELECT DISTINCT a.household_id FROM added a ORDER BY 1));
  PERFORM place_people(ARRAY(SELECT DISTINCT a.person_id FROM added a ORDER BY 1));
  RETURN NULL;
END $$;
CREATE TRIGGER membership_insert AFTER INSERT ON membership REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION membership_to_roster();
CREATE TRIGGER membership_update AFTER UPDATE ON membership REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION membership_to_roster();

DROP TRIGGER household_to_roster ON household;
CREATE OR REPLACE FUNCTION household_to_roster() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE homes bigint[];
BEGIN
  homes := ARRAY(SELECT a.id FROM added a JOIN removed r USING (id)
                 WHERE (a.status, a.category, a.start_month, a.region) IS DISTINCT FROM (r.status, r.category, r.start_month, r.region));
  IF cardinality(homes) > 0 THEN
    PERFORM place_people(ARRAY(SELECT DISTINCT m.person_id FROM membership m WHERE m.household_id = ANY (homes) AND m.to_date IS NULL ORDER BY 1));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER household_to_roster AFTER UPDATE ON household REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION household_to_roster();

-- A person's name, number or state is part of their households: whoever decides about a household sees that it has changed.
DROP TRIGGER person_to_roster ON person;
CREATE OR REPLACE FUNCTION person_to_roster() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE homes bigint[]; named bigint[];
BEGIN
  named := ARRAY(SELECT a.id FROM added a JOIN removed r USING (id)
                 WHERE (a.name, a.id_masked, a.birth_date) IS DISTINCT FROM (r.name, r.id_masked, r.birth_date) ORDER BY 1);
  homes := ARRAY(SELECT DISTINCT m.household_id FROM added a JOIN removed r USING (id)
                 JOIN membership m ON m.person_id = a.id AND m.to_date IS NULL
                 WHERE to_jsonb(a) - 'region' <> to_jsonb(r) - 'region' ORDER BY 1);
  IF cardinality(homes) > 0 THEN
    PERFORM settle_households(homes);
  END IF;
  IF cardinality(named) > 0 THEN
    PERFORM place_people(named);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER person_to_roster AFTER UPDATE ON person REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION person_to_roster();

-- So is a death: 减保 and 停保 are decided on what stands then.
CREATE FUNCTION death_to_household() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE household SET version = version + 1
  WHERE id IN (SELECT household_id FROM membership WHERE person_id = NEW.person_id AND to_date IS NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER death_to_household AFTER INSERT OR UPDATE OF revoked_at ON death FOR EACH ROW EXECUTE FUNCTION death_to_household();

-- The version counts whatever a decision could rest on, and not the reviews. The street reviews and nothing else; what is decided is
-- the county's to write down. A file that has stopped keeps its number.
CREATE FUNCTION household_guard() RETURNS trigger LANGUAGE plpgsql AS $$
  -- A generated column has not been computed yet when a BEFORE trigger looks.
DECLARE reviewing CONSTANT text[] := ARRAY['review_class', 'reviewed_on', 'review_due', 'version', 'phone_masked'];
BEGIN
  IF to_jsonb(NEW) - reviewing <> to_jsonb(OLD) - reviewing THEN
    IF viewer_role() = 'STREET_STAFF' AND current_user = 'assistance_app' THEN
      RAISE EXCEPTION 'a street requests changes of a household' USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW.version := OLD.version + 1;
  END IF;
  IF NEW.certificate_no <> OLD.certificate_no AND OLD.status = 'STOPPED' THEN
    RAISE EXCEPTION 'a stopped file keeps its number' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER household_guard BEFORE UPDATE ON household FOR EACH ROW EXECUTE FUNCTION household_guard();

-- The county's row is locked before its communities' rows, always, as in `completion`.
CREATE FUNCTION household_total_add() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO household_total AS t (level, region, category, status, households, members, insured, amount_fen)
  SELECT place.level, place.region, n.category, n.status, count(*), sum(n.member_count), sum(n.insured_count), sum(n.monthly_amount_fen)
  FROM added n, LATERAL (VALUES (3::smallint, county_of(n.region)), (5::smallint, n.region)) AS place (level, region)
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
  ON CONFLICT (level, region, category, status) DO UPDATE SET households = t.households + excluded.households,
    members = t.members + excluded.members, insured = t.insured + excluded.insured, amount_fen = t.amount_fen + excluded.amount_fen;
  RETURN NULL;
END $$;
CREATE FUNCTION household_total_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO household_total AS t (level, region, category, status, households, members, insured, amount_fen)
  SELECT place.level, place.region, n.category, n.status, sum(n.sign), sum(n.sign * n.member_count), sum(n.sign * n.insured_count),
         sum(n.sign * n.monthly_amount_fen)
  FROM (SELECT 1 AS sign, a.* FROM added a UNION ALL SELECT -1, r.* FROM removed r) AS n,
       LATERAL (VALUES (3::smallint, county_of(n.region)), (5::smallint, n.region)) AS place (level, region)
  GROUP BY 1, 2, 3, 4
  HAVING sum(n.sign) <> 0 OR sum(n.sign * n.member_count) <> 0 OR sum(n.sign * n.insured_count) <> 0 OR sum(n.sign * n.monthly_amount_fen) <> 0
  ORDER BY 1, 2, 3, 4
  ON CONFLICT (level, region, category, status) DO UPDATE SET households = t.households + excluded.households,
    members = t.members + excluded.members, insured = t.insured + excluded.insured, amount_fen = t.amount_fen + excluded.amount_fen;
  RETURN NULL;
END $$;
CREATE FUNCTION household_to_grams() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM settle_household_grams(ARRAY[NEW.id]);
  RETURN NULL;
END $$;
CREATE TRIGGER household_to_grams AFTER UPDATE ON household FOR EACH ROW WHEN (OLD.region <> NEW.region) EXECUTE FUNCTION household_to_grams();
CREATE TRIGGER household_total_insert AFTER INSERT ON household REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION household_total_add();
CREATE TRIGGER household_total_update AFTER UPDATE ON household REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION household_total_change();

-- A request is decided once, by somebody else, and stays as it was decided. Append-only tables take no second thought either.
CREATE FUNCTION change_request_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'PENDING' AND to_jsonb(NEW) - 'region' <> to_jsonb(OLD) - 'region' THEN
    RAISE EXCEPTION 'a decided request cannot be changed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.status IN ('APPROVED', 'SENT_BACK') AND OLD.status = 'PENDING'
     AND viewer_id() IS NOT NULL AND (viewer_role() <> 'COUNTY_CASEWORKER' OR NEW.requester_id = viewer_id()) THEN
    RAISE EXCEPTION 'a request is decided by the county, and never by who made it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER change_request_guard BEFORE UPDATE ON change_request FOR EACH ROW EXECUTE FUNCTION change_request_guard();

CREATE FUNCTION is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE ON household_history FOR EACH ROW EXECUTE FUNCTION is_append_only();
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE ON review FOR EACH ROW EXECUTE FUNCTION is_append_only();
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE ON duplicate_claim FOR EACH ROW EXECUTE FUNCTION is_append_only();
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE ON duplicate_finding FOR EACH ROW EXECUTE FUNCTION is_append_only();

-- What was decided about a suspicion stays; only the place follows the person.
CREATE FUNCTION suspected_death_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'OPEN' AND to_jsonb(NEW) - 'region' <> to_jsonb(OLD) - 'region'
     -- A death that is undone opens the suspicion again that had led to it.
     AND NOT (OLD.status = 'DEAD' AND NEW.status = 'OPEN' AND EXISTS (SELECT FROM death WHERE id = OLD.death_id AND revoked_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'a verified suspicion cannot be changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER suspected_death_guard BEFORE UPDATE ON suspected_death FOR EACH ROW EXECUTE FUNCTION suspected_death_guard();

-- Whoever is suspected dead is certified through 核实健在 alone, at the door; and a registered death answers every open suspicion.
CREATE OR REPLACE FUNCTION certification_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE target roster;
BEGIN
  SELECT * INTO target FROM roster WHERE id = NEW.roster_id FOR NO KEY UPDATE;
  IF NOT FOUND OR target.death_id IS NOT NULL OR target.certification_id IS NOT NULL OR target.exited_on IS NOT NULL
     -- Only a year that has ended can be frozen: mostly the parameter need not be read.
     OR (today() > make_date(target.year, 12, 31) AND today() > last_day_of_roster(target.year)) OR NEW.revoked_at IS NOT NULL
     OR EXISTS (SELECT FROM death WHERE person_id = target.person_id AND revoked_at IS NULL)
     OR EXISTS (SELECT FROM suspected_death WHERE person_id = target.person_id AND status = 'OPEN') THEN
    RETURN NULL;
  END IF;
  NEW.year := target.year;
  NEW.person_id := target.person_id;
  NEW.region := target.region;
  RETURN NEW;
END $$;

CREATE FUNCTION death_to_suspicion() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE suspected_death SET status = 'DEAD', death_id = NEW.id, decided_at = NEW.registered_at, decider_id = NEW.operator_id,
      decider_name = NEW.operator_name, decider_role = NEW.operator_role, decider_region = NEW.operator_region, decision_note = NEW.note
    WHERE person_id = NEW.person_id AND status = 'OPEN';
  ELSIF OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL THEN
    UPDATE suspected_death SET status = 'OPEN', death_id = NULL, decided_at = NULL, decider_id = NULL, decider_name = NULL,
      decider_role = NULL, decider_region = NULL, decision_note = NULL
    WHERE death_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER death_to_suspicion AFTER INSERT OR UPDATE OF revoked_at ON death FOR EACH ROW EXECUTE FUNCTION death_to_suspicion();

-- A death that was none needs no 减保停保, wherever the task waits.
CREATE FUNCTION death_to_tasks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE change_request SET status = 'WITHDRAWN', decided_at = NEW.revoked_at, decider_id = NEW.revoked_by_id, decider_name = NEW.revoked_by_name,
    decider_role = NEW.revoked_by_role, decider_region = NEW.revoked_by_region, decision_note = NEW.revoke_reason
  WHERE death_id = NEW.id AND status = 'PENDING';
  RETURN NULL;
END $$;
CREATE TRIGGER death_to_tasks AFTER UPDATE OF revoked_at ON death FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION death_to_tasks();

-- ── What stands already ────────────────────────────────────────────────────────────────────────────────────────

UPDATE household h SET head_person_id = last.person_id, head_name = last.name
FROM (SELECT DISTINCT ON (m.household_id) m.household_id, p.id AS person_id, p.name
      FROM membership m JOIN person p ON p.id = m.person_id WHERE m.relation = 'HEAD' ORDER BY m.household_id, m.id DESC) AS last
WHERE last.household_id = h.id;
TRUNCATE household_total;
INSERT INTO household_total (level, region, category, status, households, members, insured, amount_fen)
SELECT place.level, place.region, h.category, h.status, count(*), 0, 0, sum(h.monthly_amount_fen)
FROM household h, LATERAL (VALUES (3::smallint, county_of(h.region)), (5::smallint, h.region)) AS place (level, region)
GROUP BY 1, 2, 3, 4;
SELECT settle_households(ARRAY(SELECT id FROM household ORDER BY id));
SELECT settle_duplicates(ARRAY(SELECT person_id FROM membership WHERE to_date IS NULL GROUP BY 1 HAVING count(*) > 1 ORDER BY 1));
UPDATE household SET review_due = (date_trunc('month', CURRENT_DATE) + interval '12 months')::date WHERE status = 'ACTIVE';
-- Deaths that were registered before: the county finds a task for every household that still counts the dead.
INSERT INTO change_request (household_id, region, kind, content, effective_month, reason, base_version, plan, death_id, requested_at,
                            requester_id, requester_name, requester_role, requester_region, request_id)
SELECT h.id, h.region, 'DEATH', '{"kind": "DEATH"}',
       (date_trunc('month', d.died_on) + make_interval(months => parameter_int('death.benefitEndsAfterMonths', 1)))::date,
       '死亡登记：' || d.died_on, h.version, '{"patches": [], "warnings": []}', d.id, d.registered_at,
       d.operator_id, d.operator_name, d.operator_role, d.operator_region, gen_random_uuid()
FROM death d JOIN membership m ON m.person_id = d.person_id AND m.to_date IS NULL
JOIN household h ON h.id = m.household_id AND h.status = 'ACTIVE'
WHERE d.revoked_at IS NULL
ORDER BY d.id, h.id;

-- ── Grants and policies ────────────────────────────────────────────────────────────────────────────────────────

REVOKE ALL ON change_request, household_history, review, suspected_death, duplicate, duplicate_claim, duplicate_finding, import_run, import_row,
  saved_query, household_total, household_gram FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT SELECT ON change_request, household_history, review, suspected_death, duplicate, duplicate_claim, duplicate_finding, import_run, import_row,
  saved_query, household_total, household_gram TO assistance_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO assistance_app;

-- Telephone and account leave through contact_of() alone, as sealed ID numbers do.
REVOKE SELECT ON household FROM assistance_app;
GRANT SELECT (id, region, certificate_no, category, registration, address, monthly_amount_fen, support_mode, start_month, stop_month, status,
  head_person_id, head_name, member_count, insured_count, supplement_fen, registered_address, income_fen, phone_masked, bank_name, bank_hash,
  bank_tail, guardian_name, stop_reason, review_class, reviewed_on, review_due, predecessor_id, created_at, version) ON household TO assistance_app;
GRANT SELECT (marital, education, health, disability_kind, disability_grade, labour, lost_acts) ON person TO assistance_app;
-- Figures and head are kept by triggers, and a household moves through move_household() alone.
GRANT INSERT (region, certificate_no, category, registration, address, registered_address, support_mode, start_month, stop_month, status, stop_reason,
  income_fen, phone, bank_name, bank_sealed, bank_hash, bank_tail, guardian_name, guardian_phone, review_class, reviewed_on, review_due, predecessor_id,
  created_at) ON household TO assistance_app;
GRANT UPDATE (category, registration, address, registered_address, support_mode, start_month, stop_month, status, stop_reason, income_fen, phone,
  bank_name, bank_sealed, bank_hash, bank_tail, guardian_name, guardian_phone, review_class, reviewed_on, review_due) ON household TO assistance_app;
GRANT INSERT ON membership TO assistance_app;
GRANT UPDATE (relation, insured, base_fen, supplement_fen, to_date, exit_reason) ON membership TO assistance_app;
GRANT INSERT ON person TO assistance_app;
GRANT UPDATE (name, initials, sex, birth_date, ethnicity, id_sealed, id_hash, id_masked, id_missing_reason, marital, education, health, disability_kind,
  disability_grade, labour, lost_acts) ON person TO assistance_app;
GRANT INSERT ON change_request, household_history, review, suspected_death, duplicate_finding, import_run, import_row TO assistance_app;
GRANT UPDATE (status, decided_at, decider_id, decider_name, decider_role, decider_region, decision_note) ON change_request TO assistance_app;
GRANT UPDATE (status, decided_at, decider_id, decider_name, decider_role, decider_region, decision_note) ON suspected_death TO assistance_app;
GRANT UPDATE (mode, status, total, done, fresh, changed, unchanged, skipped, wrong, problem, started_at, finished_at) ON import_run TO assistance_app;
GRANT DELETE ON import_row TO assistance_app;
GRANT INSERT, UPDATE, DELETE ON saved_query TO assistance_app;

ALTER TABLE change_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE household_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE review ENABLE ROW LEVEL SECURITY;
ALTER TABLE suspected_death ENABLE ROW LEVEL SECURITY;
ALTER TABLE duplicate ENABLE ROW LEVEL SECURITY;
ALTER TABLE duplicate_claim ENABLE ROW LEVEL SECURITY;
ALTER TABLE duplicate_finding ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_query ENABLE ROW LEVEL SECURITY;
ALTER TABLE household_total ENABLE ROW LEVEL SECURITY;
ALTER TABLE household_gram ENABLE ROW LEVEL SECURITY;

-- Whether the policy on `person` or `household` lets the viewer see one. For records made elsewhere about somebody who now stands here:
-- functions, because policies nested in policies would be planned and set up with every statement on these tables, and are hardly ever asked.
CREATE FUNCTION person_in_reach(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT FROM person p WHERE p.id = wanted) $$;
CREATE FUNCTION household_in_reach(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT FROM household h WHERE h.id = wanted) $$;
REVOKE ALL ON FUNCTION person_in_reach(bigint), household_in_reach(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_in_reach(bigint), household_in_reach(bigint) TO assistance_app;

DROP POLICY reach ON roster_correction;
CREATE POLICY reach ON roster_correction FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) OR person_in_reach(person_id));
DROP POLICY reach ON certification;
CREATE POLICY reach ON certification FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) OR person_in_reach(person_id));
DROP POLICY reach ON death;
CREATE POLICY reach ON death FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) OR person_in_reach(person_id));
DROP POLICY reach ON evidence;
CREATE POLICY reach ON evidence FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) OR person_in_reach(person_id) OR household_in_reach(household_id));

-- The county writes down what it has approved and what it loads; the street its reviews (household_guard sees to the columns).
CREATE POLICY found ON household FOR INSERT TO assistance_app
  WITH CHECK ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY keep ON household FOR UPDATE TO assistance_app
  USING ((SELECT viewer_role()) IN ('COUNTY_CASEWORKER', 'STREET_STAFF') AND region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()))
  WITH CHECK (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY join_household ON membership FOR INSERT TO assistance_app
  WITH CHECK ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
              AND EXISTS (SELECT FROM household h WHERE h.id = household_id AND h.region = membership.region));
CREATE POLICY keep ON membership FOR UPDATE TO assistance_app
  USING ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()))
  WITH CHECK (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY register ON person FOR INSERT TO assistance_app
  WITH CHECK ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY keep ON person FOR UPDATE TO assistance_app
  USING ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()))
  WITH CHECK (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));

-- 数据比对 is the county's: it loads the list.
CREATE POLICY match ON certification FOR INSERT TO assistance_app
  WITH CHECK (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) AND (SELECT viewer_role()) = 'COUNTY_CASEWORKER'
              AND operator_id = (SELECT viewer_id()) AND channel = 'MATCH');

CREATE POLICY reach ON change_request FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY request ON change_request FOR INSERT TO assistance_app
  WITH CHECK ((SELECT viewer_role()) = 'STREET_STAFF' AND requester_id = (SELECT viewer_id()) AND status = 'PENDING'
              AND EXISTS (SELECT FROM household h WHERE h.id = household_id AND h.region = change_request.region));
CREATE POLICY decide ON change_request FOR UPDATE TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
         AND ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' OR requester_id = (SELECT viewer_id())))
  WITH CHECK (decider_id = (SELECT viewer_id()));

CREATE POLICY reach ON household_history FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) OR household_in_reach(household_id));
CREATE POLICY append ON household_history FOR INSERT TO assistance_app
  WITH CHECK ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND actor_id = (SELECT viewer_id())
              AND region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY reach ON review FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) OR household_in_reach(household_id));
CREATE POLICY append ON review FOR INSERT TO assistance_app
  WITH CHECK ((SELECT viewer_role()) IN ('COUNTY_CASEWORKER', 'STREET_STAFF') AND operator_id = (SELECT viewer_id())
              AND EXISTS (SELECT FROM household h WHERE h.id = household_id AND h.region = review.region));

CREATE POLICY reach ON suspected_death FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY report ON suspected_death FOR INSERT TO assistance_app
  WITH CHECK ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND status = 'OPEN'
              AND EXISTS (SELECT FROM person p WHERE p.id = person_id AND p.region = suspected_death.region));
-- 核实死亡 is written by death_to_suspicion().
CREATE POLICY verify ON suspected_death FOR UPDATE TO assistance_app
  USING ((SELECT viewer_role()) = 'STREET_STAFF' AND region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()))
  WITH CHECK (status = 'ALIVE' AND decider_id = (SELECT viewer_id()));

CREATE POLICY reach ON duplicate FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY reach ON duplicate_claim FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
-- It is read where the household stands now, too.
CREATE POLICY reach ON duplicate_finding FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
         OR EXISTS (SELECT FROM membership m WHERE m.id = membership_id));
CREATE POLICY append ON duplicate_finding FOR INSERT TO assistance_app
  WITH CHECK ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND actor_id = (SELECT viewer_id())
              AND region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
              AND (claim_id IS NULL OR EXISTS (SELECT FROM duplicate_claim c WHERE c.id = claim_id AND c.region = duplicate_finding.region))
              AND (membership_id IS NULL OR EXISTS (SELECT FROM membership m WHERE m.id = membership_id AND m.region = duplicate_finding.region)));

CREATE POLICY reach ON import_run FOR SELECT TO assistance_app
  USING ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY load ON import_run FOR INSERT TO assistance_app
  WITH CHECK ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND operator_id = (SELECT viewer_id()) AND region = (SELECT home_low()));
CREATE POLICY load_on ON import_run FOR UPDATE TO assistance_app
  USING ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND operator_id = (SELECT viewer_id()) AND region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()))
  WITH CHECK (operator_id = (SELECT viewer_id()));
CREATE POLICY of_run ON import_row FOR ALL TO assistance_app
  USING (EXISTS (SELECT FROM import_run i WHERE i.id = import_id))
  WITH CHECK (EXISTS (SELECT FROM import_run i WHERE i.id = import_id AND i.operator_id = (SELECT viewer_id())));

CREATE POLICY own ON saved_query FOR ALL TO assistance_app USING (staff_id = (SELECT viewer_id()))
  WITH CHECK (staff_id = (SELECT viewer_id()) AND region = (SELECT home_low()));
CREATE POLICY shared ON saved_query FOR SELECT TO assistance_app USING (shared AND region = (SELECT home_low()));

CREATE POLICY reach ON household_total FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY reach ON household_gram FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));

DROP POLICY attach ON evidence;
CREATE POLICY attach ON evidence FOR INSERT TO assistance_app
  WITH CHECK (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) AND (SELECT viewer_role()) = 'STREET_STAFF');

-- ── Definer functions that a viewer may call, each of which looks at role and reach itself ─────────────────────

-- Telephone and sealed account of one household in reach, for the roles that may see them in full.
CREATE FUNCTION contact_of(wanted bigint) RETURNS TABLE (phone text, bank_sealed bytea, guardian_phone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT h.phone, h.bank_sealed, h.guardian_phone FROM household h
  WHERE h.id = wanted AND viewer_role() IN ('COUNTY_CASEWORKER', 'STREET_STAFF') AND h.region BETWEEN reach_low() AND reach_high()
$$;

-- Of these fingerprints those that are registered beyond the viewer's reach, each with the county and nothing else.
CREATE FUNCTION registered_elsewhere(wanted bytea[]) RETURNS TABLE (id_hash bytea, county bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT p.id_hash, county_of(p.region) FROM person p
  WHERE p.id_hash = ANY (wanted) AND viewer_role() IN ('COUNTY_CASEWORKER', 'STREET_STAFF')
    AND p.region NOT BETWEEN reach_low() AND reach_high()
    AND NOT EXISTS (SELECT FROM membership m WHERE m.person_id = p.id AND m.region BETWEEN reach_low() AND reach_high())
$$;

-- Notes that one of them was claimed here. The claim carries what was typed, never what is registered.
CREATE FUNCTION claim_duplicate(wanted bytea, claimed_at_region bigint, claiming_household bigint, typed_name text, typed_masked text, via text,
                                run bigint, at timestamptz, by_name text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE registered person; made bigint;
BEGIN
  SELECT * INTO registered FROM person WHERE id_hash = wanted;
  IF NOT FOUND OR viewer_role() NOT IN ('COUNTY_CASEWORKER', 'STREET_STAFF')
     OR claimed_at_region NOT BETWEEN reach_low() AND reach_high() THEN
    RETURN NULL;
  END IF;
  SELECT id INTO made FROM duplicate_claim c WHERE c.person_id = registered.id AND c.region = claimed_at_region
    AND c.household_id IS NOT DISTINCT FROM claiming_household AND c.claimed_name = typed_name;
  IF made IS NOT NULL THEN
    RETURN made;
  END IF;
  INSERT INTO duplicate_claim (person_id, region, household_id, claimed_name, id_masked, registered_county, source, import_id, claimed_at,
                               actor_id, actor_name, actor_role, actor_region)
  VALUES (registered.id, claimed_at_region, claiming_household, typed_name, typed_masked, county_of(registered.region), via, run, at,
          viewer_id(), by_name, viewer_role(), home_low())
  RETURNING id INTO made;
  RETURN made;
END $$;

-- Puts a death before the counties of further households in payment, beyond the reach of the street that has registered it. What follows
-- there is worked out when that county opens its task. Answers how many.
CREATE FUNCTION open_tasks_elsewhere(wanted bigint, first_month date, why text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE made int;
BEGIN
  INSERT INTO change_request (household_id, region, kind, content, effective_month, reason, base_version, plan, death_id, requested_at,
                              requester_id, requester_name, requester_role, requester_region, request_id)
  SELECT h.id, h.region, 'DEATH', '{"kind": "DEATH"}', first_month, why, h.version, '{"patches": [], "warnings": []}', d.id, d.registered_at,
         d.operator_id, d.operator_name, d.operator_role, d.operator_region, gen_random_uuid()
  FROM death d JOIN membership m ON m.person_id = d.person_id AND m.to_date IS NULL
  JOIN household h ON h.id = m.household_id AND h.status = 'ACTIVE'
  WHERE d.id = wanted AND d.revoked_at IS NULL AND d.operator_id = viewer_id() AND viewer_role() = 'STREET_STAFF'
    AND h.region NOT BETWEEN reach_low() AND reach_high()
    AND NOT EXISTS (SELECT FROM change_request c WHERE c.death_id = d.id AND c.household_id = h.id);
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END $$;

-- 迁移: an approved move may leave the reach of whoever approves it, which no UPDATE of theirs could.
CREATE FUNCTION move_household(wanted bigint, target bigint, new_address text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF viewer_role() IS DISTINCT FROM 'COUNTY_CASEWORKER'
     OR NOT EXISTS (SELECT FROM region WHERE code = target AND level = 5)
     OR NOT EXISTS (SELECT FROM change_request c WHERE c.household_id = wanted AND c.kind = 'MOVE' AND (c.content ->> 'region')::bigint = target
                    AND c.status = 'APPROVED' AND c.decider_id = viewer_id()
                    -- Once: what has been carried out stands in the history.
                    AND NOT EXISTS (SELECT FROM household_history y WHERE y.change_id = c.id)) THEN
    RETURN false;
  END IF;
  UPDATE household SET region = target, address = new_address WHERE id = wanted AND region BETWEEN reach_low() AND reach_high();
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE membership SET region = target WHERE household_id = wanted AND to_date IS NULL;
  UPDATE change_request SET region = target WHERE household_id = wanted;
  RETURN true;
END $$;

REVOKE ALL ON FUNCTION contact_of(bigint), registered_elsewhere(bytea[]),
  claim_duplicate(bytea, bigint, bigint, text, text, text, bigint, timestamptz, text), open_tasks_elsewhere(bigint, date, text),
  move_household(bigint, bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contact_of(bigint), registered_elsewhere(bytea[]),
  claim_duplicate(bytea, bigint, bigint, text, text, text, bigint, timestamptz, text), open_tasks_elsewhere(bigint, date, text),
  move_household(bigint, bigint, text) TO assistance_app;
