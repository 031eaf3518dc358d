-- CreateTable
CREATE TABLE "region" (
    "code" BIGINT NOT NULL,
    "level" SMALLINT NOT NULL,
    "parent" BIGINT,
    "name" TEXT NOT NULL,
    "official_name" TEXT NOT NULL,
    "path" TEXT NOT NULL,

    CONSTRAINT "region_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "person" (
    "id" BIGSERIAL NOT NULL,
    "region" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "initials" TEXT NOT NULL,
    "sex" TEXT NOT NULL,
    "birth_date" DATE NOT NULL,
    "ethnicity" TEXT NOT NULL,
    "id_sealed" BYTEA,
    "id_hash" BYTEA,
    "id_masked" TEXT,
    "id_missing_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household" (
    "id" BIGSERIAL NOT NULL,
    "region" BIGINT NOT NULL,
    "certificate_no" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "registration" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "monthly_amount_fen" INTEGER NOT NULL,
    "support_mode" TEXT,
    "start_month" DATE NOT NULL,
    "stop_month" DATE,
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',

    CONSTRAINT "household_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" BIGSERIAL NOT NULL,
    "household_id" BIGINT NOT NULL,
    "person_id" BIGINT NOT NULL,
    "region" BIGINT NOT NULL,
    "relation" TEXT NOT NULL,
    "insured" BOOLEAN NOT NULL,
    "from_date" DATE NOT NULL,
    "to_date" DATE,
    "exit_reason" TEXT,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roster" (
    "id" BIGSERIAL NOT NULL,
    "year" SMALLINT NOT NULL,
    "person_id" BIGINT NOT NULL,
    "household_id" BIGINT NOT NULL,
    "region" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "initials" TEXT NOT NULL,
    "id_masked" TEXT,
    "birth_date" DATE NOT NULL,
    "category" TEXT NOT NULL,
    "relation" TEXT NOT NULL,
    "insured" BOOLEAN NOT NULL,
    "exempt_until" DATE,
    "certification_id" BIGINT,
    "channel" TEXT,
    "certified_at" TIMESTAMPTZ(3),
    "death_id" BIGINT,
    "exited_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "roster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roster_year" (
    "year" SMALLINT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "roster_year_pkey" PRIMARY KEY ("year")
);

-- CreateTable
CREATE TABLE "roster_correction" (
    "id" BIGSERIAL NOT NULL,
    "roster_id" BIGINT NOT NULL,
    "year" SMALLINT NOT NULL,
    "person_id" BIGINT NOT NULL,
    "region" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "death_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "roster_correction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "name_gram" (
    "gram" TEXT NOT NULL,
    "year" SMALLINT NOT NULL,
    "region" BIGINT NOT NULL,
    "roster_id" BIGINT NOT NULL,

    CONSTRAINT "name_gram_pkey" PRIMARY KEY ("gram","year","region","roster_id")
);

-- CreateTable
CREATE TABLE "certification" (
    "id" BIGSERIAL NOT NULL,
    "roster_id" BIGINT NOT NULL,
    "year" SMALLINT NOT NULL,
    "person_id" BIGINT NOT NULL,
    "region" BIGINT NOT NULL,
    "channel" TEXT NOT NULL,
    "visit_date" DATE,
    "note" TEXT NOT NULL DEFAULT '',
    "certified_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "operator_id" BIGINT,
    "operator_name" TEXT NOT NULL,
    "operator_role" TEXT NOT NULL,
    "operator_region" BIGINT,
    "request_id" UUID NOT NULL,
    "doubtful" BOOLEAN NOT NULL DEFAULT false,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by_id" BIGINT,
    "revoked_by_name" TEXT,
    "revoked_by_role" TEXT,
    "revoked_by_region" BIGINT,
    "revoke_reason" TEXT,

    CONSTRAINT "certification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "death" (
    "id" BIGSERIAL NOT NULL,
    "person_id" BIGINT NOT NULL,
    "region" BIGINT NOT NULL,
    "died_on" DATE NOT NULL,
    "source" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "plan" JSONB NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "operator_id" BIGINT,
    "operator_name" TEXT NOT NULL,
    "operator_role" TEXT NOT NULL,
    "operator_region" BIGINT,
    "request_id" UUID NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by_id" BIGINT,
    "revoked_by_name" TEXT,
    "revoked_by_role" TEXT,
    "revoked_by_region" BIGINT,
    "revoke_reason" TEXT,

    CONSTRAINT "death_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" BIGSERIAL NOT NULL,
    "person_id" BIGINT NOT NULL,
    "region" BIGINT NOT NULL,
    "certification_id" BIGINT,
    "death_id" BIGINT,
    "file_key" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "completion" (
    "year" SMALLINT NOT NULL,
    "level" SMALLINT NOT NULL,
    "region" BIGINT NOT NULL,
    "exempt_until" DATE NOT NULL,
    "open" INTEGER NOT NULL DEFAULT 0,
    "dead" INTEGER NOT NULL DEFAULT 0,
    "self" INTEGER NOT NULL DEFAULT 0,
    "relative" INTEGER NOT NULL DEFAULT 0,
    "match" INTEGER NOT NULL DEFAULT 0,
    "visit" INTEGER NOT NULL DEFAULT 0,
    "video" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "completion_pkey" PRIMARY KEY ("year","level","region","exempt_until")
);

-- CreateTable
CREATE TABLE "staff" (
    "id" BIGSERIAL NOT NULL,
    "username" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "must_change_password" BOOLEAN NOT NULL DEFAULT true,
    "role" TEXT,
    "region" BIGINT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" BYTEA NOT NULL,
    "staff_id" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_failure" (
    "username" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_failure_pkey" PRIMARY KEY ("username","address")
);

-- CreateTable
CREATE TABLE "staff_setting" (
    "staff_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "staff_setting_pkey" PRIMARY KEY ("staff_id","key")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" BIGINT,
    "actor_name" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "actor_region" BIGINT,
    "address" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" BIGINT,
    "subject_label" TEXT NOT NULL,
    "region" BIGINT,
    "detail" JSONB NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "parameter" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "parameter_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "region_parent_idx" ON "region"("parent");

-- CreateIndex
CREATE UNIQUE INDEX "person_id_hash_key" ON "person"("id_hash");

-- CreateIndex
CREATE INDEX "person_region_idx" ON "person"("region");

-- CreateIndex
CREATE UNIQUE INDEX "household_certificate_no_key" ON "household"("certificate_no");

-- CreateIndex
CREATE INDEX "household_region_idx" ON "household"("region");

-- CreateIndex
CREATE INDEX "membership_person_id_idx" ON "membership"("person_id");

-- CreateIndex
CREATE INDEX "membership_household_id_idx" ON "membership"("household_id");

-- CreateIndex
CREATE UNIQUE INDEX "roster_year_person_id_key" ON "roster"("year", "person_id");

-- CreateIndex
CREATE INDEX "roster_correction_person_id_idx" ON "roster_correction"("person_id");

-- CreateIndex
CREATE INDEX "name_gram_roster_id_idx" ON "name_gram"("roster_id");

-- CreateIndex
CREATE UNIQUE INDEX "certification_request_id_key" ON "certification"("request_id");

-- CreateIndex
CREATE INDEX "certification_person_id_idx" ON "certification"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "death_request_id_key" ON "death"("request_id");

-- CreateIndex
CREATE INDEX "death_person_id_idx" ON "death"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_file_key_key" ON "evidence"("file_key");

-- CreateIndex
CREATE INDEX "evidence_certification_id_idx" ON "evidence"("certification_id");

-- CreateIndex
CREATE INDEX "evidence_death_id_idx" ON "evidence"("death_id");

-- CreateIndex
CREATE UNIQUE INDEX "staff_username_key" ON "staff"("username");

-- CreateIndex
CREATE INDEX "staff_region_idx" ON "staff"("region");

-- CreateIndex
CREATE INDEX "session_staff_id_idx" ON "session"("staff_id");

-- CreateIndex
CREATE INDEX "audit_at_id_idx" ON "audit"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_actor_id_at_idx" ON "audit"("actor_id", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_action_at_idx" ON "audit"("action", "at" DESC);

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "roster" ADD CONSTRAINT "roster_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
-- From here on: what the schema language cannot say.
-- ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Who is at work: settings of the transaction, made by lib/db/scoped.ts. After COMMIT a custom setting is '' and not NULL.

CREATE FUNCTION viewer_id() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.viewer', true), '')::bigint $$;

CREATE FUNCTION viewer_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.role', true), '') $$;

CREATE FUNCTION home_low() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.low', true), '')::bigint $$;

CREATE FUNCTION home_high() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.high', true), '')::bigint $$;

-- Reach over recipients' data: the home region, for the four roles that work with recipients. NULL for all others, so that
-- no comparison holds.
CREATE FUNCTION reach_low() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN viewer_role() IN ('PROVINCE_SUPERVISOR', 'CITY_SUPERVISOR', 'COUNTY_CASEWORKER', 'STREET_STAFF') THEN home_low() END $$;

CREATE FUNCTION reach_high() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN viewer_role() IN ('PROVINCE_SUPERVISOR', 'CITY_SUPERVISOR', 'COUNTY_CASEWORKER', 'STREET_STAFF') THEN home_high() END $$;

-- Reach over the audit trail: the home region, for auditors alone.
CREATE FUNCTION audit_low() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN viewer_role() = 'AUDITOR' THEN home_low() END $$;

CREATE FUNCTION audit_high() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN viewer_role() = 'AUDITOR' THEN home_high() END $$;

-- The day in Asia/Shanghai, or the day that the transaction was given.
CREATE FUNCTION today() RETURNS date LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('app.today', true), '')::date, (now() AT TIME ZONE 'Asia/Shanghai')::date) $$;

CREATE FUNCTION parameter_int(wanted text, fallback int) RETURNS int LANGUAGE sql STABLE AS
$$ SELECT coalesce((SELECT (value #>> '{}')::int FROM parameter WHERE key = wanted), fallback) $$;

-- Last day on which a year's roster may still change (default: 31 January of the next year).
CREATE FUNCTION last_day_of_roster(year int) RETURNS date LANGUAGE sql STABLE AS
$$ SELECT make_date(year + 1, 1, 1) + (parameter_int('certification.graceDays', 31) - 1) $$;

CREATE FUNCTION region_level(code bigint) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN code % 1000 <> 0 THEN 5 WHEN code % 1000000 <> 0 THEN 4 WHEN code % 100000000 <> 0 THEN 3
               WHEN code % 10000000000 <> 0 THEN 2 ELSE 1 END $$;

CREATE FUNCTION county_of(code bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT code / 1000000 * 1000000 $$;

-- Code lists

ALTER TABLE person
  ADD CHECK (sex IN ('MALE', 'FEMALE')),
  ADD CHECK (num_nonnulls(id_sealed, id_hash, id_masked) IN (0, 3)),
  ADD CHECK ((id_hash IS NULL) = (id_missing_reason IS NOT NULL)),
  ADD CHECK (id_missing_reason IN ('NOT_SETTLED', 'NO_REGISTRATION', 'TO_CHECK')),
  ADD CHECK (id_masked ~ '^[0-9]{6}\*{8}[0-9]{3}[0-9X]$'),
  ADD CHECK (octet_length(id_hash) = 32);
ALTER TABLE household
  ADD CHECK (category IN ('URBAN_DIBAO', 'RURAL_DIBAO', 'URBAN_TEKUN', 'RURAL_TEKUN', 'DIBIAN')),
  ADD CHECK (registration IN ('URBAN', 'RURAL')),
  ADD CHECK (monthly_amount_fen >= 0),
  ADD CHECK (support_mode IN ('COLLECTIVE', 'DISPERSED')),
  ADD CHECK (status IN ('ACTIVE', 'STOPPED')),
  ADD CHECK ((status = 'STOPPED') = (stop_month IS NOT NULL));
ALTER TABLE membership
  ADD CHECK (relation IN ('HEAD', 'SPOUSE', 'SON', 'DAUGHTER', 'GRANDCHILD', 'PARENT', 'GRANDPARENT', 'SIBLING', 'OTHER')),
  ADD CHECK (to_date >= from_date);
CREATE UNIQUE INDEX membership_current ON membership (household_id, person_id) WHERE to_date IS NULL;
CREATE UNIQUE INDEX membership_one_head ON membership (household_id) WHERE to_date IS NULL AND relation = 'HEAD';
ALTER TABLE certification
  ADD CHECK (channel IN ('SELF', 'RELATIVE', 'MATCH', 'VISIT', 'VIDEO')),
  ADD CHECK ((channel IN ('VISIT', 'VIDEO')) = (visit_date IS NOT NULL)),
  ADD CHECK (extract(year FROM visit_date) = year),
  ADD CHECK (num_nonnulls(revoked_at, revoked_by_name, revoked_by_role, revoke_reason) IN (0, 4)),
  ADD CHECK (revoke_reason <> ''),
  ADD FOREIGN KEY (roster_id) REFERENCES roster (id),
  ADD FOREIGN KEY (person_id) REFERENCES person (id);
-- At most one valid certification per person and year, whoever clicks how often.
CREATE UNIQUE INDEX certification_valid ON certification (year, person_id) WHERE revoked_at IS NULL;
-- "This week's certifications", and the figures per operator and street.
CREATE INDEX certification_by_time ON certification (certified_at, operator_region);
-- What the county has undone, and what it has to look into.
CREATE INDEX certification_undone ON certification (revoked_at, operator_region) WHERE revoked_at IS NOT NULL;
CREATE INDEX certification_doubtful ON certification (region) WHERE doubtful AND revoked_at IS NULL;
ALTER TABLE death
  ADD CHECK (source IN ('VISIT', 'VILLAGE', 'FAMILY', 'POLICE', 'FUNERAL', 'HEALTH')),
  ADD CHECK (num_nonnulls(revoked_at, revoked_by_name, revoked_by_role, revoke_reason) IN (0, 4)),
  ADD CHECK (revoke_reason <> ''),
  ADD FOREIGN KEY (person_id) REFERENCES person (id);
CREATE UNIQUE INDEX death_valid ON death (person_id) WHERE revoked_at IS NULL;
CREATE INDEX death_by_time ON death (registered_at, region);
ALTER TABLE evidence
  ADD CHECK (num_nonnulls(certification_id, death_id) = 1),
  ADD FOREIGN KEY (certification_id) REFERENCES certification (id),
  ADD FOREIGN KEY (death_id) REFERENCES death (id),
  ADD FOREIGN KEY (person_id) REFERENCES person (id);
ALTER TABLE roster
  ADD CHECK (category IN ('URBAN_DIBAO', 'RURAL_DIBAO', 'URBAN_TEKUN', 'RURAL_TEKUN', 'DIBIAN')),
  ADD CHECK ((certification_id IS NULL) = (channel IS NULL)),
  ADD CHECK ((certification_id IS NULL) = (certified_at IS NULL));
ALTER TABLE staff
  ADD CHECK (role IN ('PROVINCE_SUPERVISOR', 'CITY_SUPERVISOR', 'COUNTY_CASEWORKER', 'STREET_STAFF', 'SURVEYOR',
                      'SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDITOR')),
  -- A role reaches exactly as far as its level: a street clerk of a county would see the county.
  ADD CHECK (CASE role WHEN 'PROVINCE_SUPERVISOR' THEN region_level(region) = 1
                       WHEN 'CITY_SUPERVISOR' THEN region_level(region) = 2
                       WHEN 'COUNTY_CASEWORKER' THEN region_level(region) = 3
                       WHEN 'STREET_STAFF' THEN region_level(region) = 4
                       WHEN 'SURVEYOR' THEN region_level(region) IN (4, 5)
                       ELSE true END),
  ADD CHECK (username ~ '^[a-z][a-z0-9_.-]{1,31}$'),
  ADD FOREIGN KEY (region) REFERENCES region (code);

-- The list: region order is the default; name order in pinyin; time order.
CREATE INDEX roster_by_region ON roster (year, region, id) WHERE exited_on IS NULL;
CREATE INDEX roster_by_name ON roster (year, name COLLATE "zh-x-icu", id) WHERE exited_on IS NULL;
-- A row comparison needs a term that is never NULL.
CREATE INDEX roster_by_time ON roster (year, (coalesce(certified_at, '-infinity'::timestamptz)), id) WHERE exited_on IS NULL;
CREATE INDEX roster_household ON roster (household_id);

-- ── Status is derived ──────────────────────────────────────────────────────────────────────────────────────────

-- 已死亡 > 已认证 > 免认证 > 未认证; `as_of` is today, or the last day of a year that has ended.
CREATE FUNCTION roster_status(death_id bigint, certification_id bigint, exempt_until date, as_of date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN death_id IS NOT NULL THEN 'DEAD' WHEN certification_id IS NOT NULL THEN 'CERTIFIED'
               WHEN exempt_until > as_of THEN 'EXEMPT' ELSE 'PENDING' END $$;

-- A certification takes year, person and place from its roster row, whatever the client said, and is quietly left out where
-- the row is dead, certified, gone or frozen: the application looks at what RETURNING gave, and a bulk goes on.
CREATE FUNCTION certification_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE target roster;
BEGIN
  SELECT * INTO target FROM roster WHERE id = NEW.roster_id FOR NO KEY UPDATE;
  IF NOT FOUND OR target.death_id IS NOT NULL OR target.certification_id IS NOT NULL OR target.exited_on IS NOT NULL
     OR today() > last_day_of_roster(target.year) OR NEW.revoked_at IS NOT NULL
     OR EXISTS (SELECT FROM death WHERE person_id = target.person_id AND revoked_at IS NULL) THEN
    RETURN NULL;
  END IF;
  NEW.year := target.year;
  NEW.person_id := target.person_id;
  NEW.region := target.region;
  RETURN NEW;
END $$;
CREATE TRIGGER certification_guard BEFORE INSERT ON certification FOR EACH ROW EXECUTE FUNCTION certification_guard();

CREATE FUNCTION certification_project() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE roster SET certification_id = NEW.id, channel = NEW.channel, certified_at = NEW.certified_at, version = version + 1
    WHERE id = NEW.roster_id;
  ELSIF OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL THEN
    UPDATE roster SET certification_id = NULL, channel = NULL, certified_at = NULL, version = version + 1
    WHERE id = NEW.roster_id AND certification_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER certification_project AFTER INSERT OR UPDATE OF revoked_at ON certification
  FOR EACH ROW EXECUTE FUNCTION certification_project();

-- What is undone stays undone, and what was recorded stays as recorded. A frozen year changes no more.
CREATE FUNCTION keep_undone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.revoked_at IS NOT NULL THEN
    RAISE EXCEPTION 'an undone record cannot be changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_undone BEFORE UPDATE ON certification FOR EACH ROW EXECUTE FUNCTION keep_undone();
CREATE TRIGGER keep_undone BEFORE UPDATE ON death FOR EACH ROW EXECUTE FUNCTION keep_undone();

-- A death stands in the place of its person and reaches every year that is not frozen, except a year that the person lived to
-- the end of and was certified in. What a frozen year did not know is appended beside it.
CREATE FUNCTION death_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE target person;
BEGIN
  SELECT * INTO target FROM person WHERE id = NEW.person_id FOR NO KEY UPDATE;
  IF NOT FOUND OR NEW.revoked_at IS NOT NULL OR NEW.died_on < target.birth_date OR NEW.died_on > today()
     OR EXISTS (SELECT FROM death WHERE person_id = NEW.person_id AND revoked_at IS NULL) THEN
    RETURN NULL;
  END IF;
  NEW.region := target.region;
  RETURN NEW;
END $$;
CREATE TRIGGER death_guard BEFORE INSERT ON death FOR EACH ROW EXECUTE FUNCTION death_guard();

CREATE FUNCTION death_project() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM id FROM roster WHERE person_id = NEW.person_id ORDER BY id FOR NO KEY UPDATE;
    UPDATE roster SET death_id = NEW.id, version = version + 1
    WHERE person_id = NEW.person_id AND today() <= last_day_of_roster(year)
      AND (certification_id IS NULL OR NEW.died_on <= make_date(year, 12, 31));
    INSERT INTO roster_correction (roster_id, year, person_id, region, kind, reason, death_id)
    SELECT id, year, person_id, region, 'DEATH', NEW.source, NEW.id FROM roster
    WHERE person_id = NEW.person_id AND today() > last_day_of_roster(year) AND NEW.died_on <= make_date(year, 12, 31)
      AND death_id IS NULL;
  ELSIF OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL THEN
    PERFORM id FROM roster WHERE person_id = NEW.person_id ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO roster_correction (roster_id, year, person_id, region, kind, reason, death_id)
    SELECT id, year, person_id, region, 'DEATH_REVOKED', NEW.revoke_reason, NEW.id FROM roster
    WHERE death_id = NEW.id AND today() > last_day_of_roster(year);
    UPDATE roster SET death_id = NULL, version = version + 1
    WHERE death_id = NEW.id AND today() <= last_day_of_roster(year);
    -- A year that opened after the death has no row for the person yet.
    PERFORM place_on_roster(NEW.person_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER death_project AFTER INSERT OR UPDATE OF revoked_at ON death FOR EACH ROW EXECUTE FUNCTION death_project();

-- ── The yearly roster ──────────────────────────────────────────────────────────────────────────────────────────

-- Where each person stands: the insured membership first, else the earliest; only households in payment, only the living.
CREATE VIEW placement AS
SELECT DISTINCT ON (m.person_id) m.person_id, m.household_id, m.region, m.relation, m.insured, h.category, h.start_month, m.from_date
FROM membership m JOIN household h ON h.id = m.household_id
WHERE m.to_date IS NULL AND h.status = 'ACTIVE'
ORDER BY m.person_id, m.insured DESC, m.from_date, m.id;

-- 免认证: recognised within the last six months. NULL when that had passed before the year began.
CREATE FUNCTION exempt_until_of(recognised date, year int) RETURNS date LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN until > make_date(year, 1, 1) THEN until END
   FROM (SELECT (recognised + make_interval(months => parameter_int('certification.exemptMonths', 6)))::date AS until) AS t $$;

-- Brings one person's rows of the open years up to date: a newcomer gets a row, a mover's row moves with all it carries, who
-- left every household leaves list and denominator.
CREATE FUNCTION place_on_roster(wanted bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE place placement; who person; open_year int;
BEGIN
  SELECT * INTO who FROM person WHERE id = wanted FOR NO KEY UPDATE;
  SELECT * INTO place FROM placement WHERE person_id = wanted;
  IF place.region IS NOT NULL AND place.region <> who.region THEN
    UPDATE person SET region = place.region WHERE id = wanted;
  END IF;
  FOR open_year IN SELECT y.year FROM roster_year y WHERE today() <= last_day_of_roster(y.year) ORDER BY y.year LOOP
    IF place.region IS NULL THEN
      UPDATE roster SET exited_on = today(), version = version + 1
      WHERE year = open_year AND person_id = wanted AND exited_on IS NULL;
    ELSIF place.from_date <= make_date(open_year, 12, 31) AND NOT EXISTS (
        SELECT FROM death d WHERE d.person_id = wanted AND d.revoked_at IS NULL AND d.died_on < make_date(open_year, 1, 1)) THEN
      INSERT INTO roster (year, person_id, household_id, region, name, initials, id_masked, birth_date, category, relation, insured, exempt_until)
      VALUES (open_year, wanted, place.household_id, place.region, who.name, who.initials, who.id_masked, who.birth_date,
              place.category, place.relation, place.insured, exempt_until_of(place.start_month, open_year))
      ON CONFLICT (year, person_id) DO UPDATE SET household_id = excluded.household_id, region = excluded.region,
        name = excluded.name, initials = excluded.initials, id_masked = excluded.id_masked, birth_date = excluded.birth_date,
        category = excluded.category, relation = excluded.relation, insured = excluded.insured,
        exempt_until = excluded.exempt_until, exited_on = NULL, version = roster.version + 1
      WHERE (roster.household_id, roster.region, roster.name, roster.id_masked, roster.birth_date, roster.category, roster.relation,
             roster.insured, roster.exempt_until, roster.exited_on)
        IS DISTINCT FROM (excluded.household_id, excluded.region, excluded.name, excluded.id_masked, excluded.birth_date,
             excluded.category, excluded.relation, excluded.insured, excluded.exempt_until, NULL::date);
    END IF;
  END LOOP;
END $$;

CREATE FUNCTION membership_to_roster() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM place_on_roster(NEW.person_id);
  RETURN NULL;
END $$;
CREATE TRIGGER membership_to_roster AFTER INSERT OR UPDATE ON membership FOR EACH ROW EXECUTE FUNCTION membership_to_roster();

CREATE FUNCTION household_to_roster() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM place_on_roster(m.person_id) FROM membership m WHERE m.household_id = NEW.id AND m.to_date IS NULL ORDER BY m.person_id;
  RETURN NULL;
END $$;
CREATE TRIGGER household_to_roster AFTER UPDATE OF status, category, start_month ON household
  FOR EACH ROW EXECUTE FUNCTION household_to_roster();

CREATE FUNCTION person_to_roster() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM place_on_roster(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER person_to_roster AFTER UPDATE OF name, id_masked, birth_date ON person FOR EACH ROW EXECUTE FUNCTION person_to_roster();

-- Opens a year for everyone at once; a second call does nothing. Answers how many rows it made.
CREATE FUNCTION open_roster(opening int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE made bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(72707370, opening);
  INSERT INTO roster_year (year) VALUES (opening) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN 0;
  END IF;
  INSERT INTO roster (year, person_id, household_id, region, name, initials, id_masked, birth_date, category, relation, insured, exempt_until)
  SELECT opening, p.id, place.household_id, place.region, p.name, p.initials, p.id_masked, p.birth_date, place.category, place.relation,
         place.insured, exempt_until_of(place.start_month, opening)
  FROM placement place JOIN person p ON p.id = place.person_id
  WHERE place.from_date <= make_date(opening, 12, 31)
    AND NOT EXISTS (SELECT FROM death d WHERE d.person_id = p.id AND d.revoked_at IS NULL AND d.died_on < make_date(opening, 1, 1))
  ON CONFLICT (year, person_id) DO NOTHING;
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END $$;

-- ── Completion: counts by community and by county, kept with every change of the roster ─────────────────────────

-- What a set of roster rows comes to, once for their counties and once for their communities. The county's row is locked before
-- its communities' rows, always: two transactions of one county queue instead of deadlocking.
CREATE FUNCTION completion_add() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO completion AS c (year, level, region, exempt_until, open, dead, self, relative, match, visit, video)
  SELECT n.year, place.level, place.region, coalesce(n.exempt_until, date '0001-01-01'),
         count(*) FILTER (WHERE n.death_id IS NULL AND n.channel IS NULL),
         count(*) FILTER (WHERE n.death_id IS NOT NULL),
         count(*) FILTER (WHERE n.death_id IS NULL AND n.channel = 'SELF'),
         count(*) FILTER (WHERE n.death_id IS NULL AND n.channel = 'RELATIVE'),
         count(*) FILTER (WHERE n.death_id IS NULL AND n.channel = 'MATCH'),
         count(*) FILTER (WHERE n.death_id IS NULL AND n.channel = 'VISIT'),
         count(*) FILTER (WHERE n.death_id IS NULL AND n.channel = 'VIDEO')
  FROM added n, LATERAL (VALUES (3::smallint, county_of(n.region)), (5::smallint, n.region)) AS place (level, region)
  WHERE n.exited_on IS NULL
  GROUP BY 1, 2, 3, 4 ORDER BY 2, 3, 1, 4
  ON CONFLICT (year, level, region, exempt_until) DO UPDATE SET open = c.open + excluded.open, dead = c.dead + excluded.dead,
    self = c.self + excluded.self, relative = c.relative + excluded.relative, match = c.match + excluded.match,
    visit = c.visit + excluded.visit, video = c.video + excluded.video;
  RETURN NULL;
END $$;

CREATE FUNCTION completion_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO completion AS c (year, level, region, exempt_until, open, dead, self, relative, match, visit, video)
  SELECT n.year, place.level, place.region, coalesce(n.exempt_until, date '0001-01-01'),
         coalesce(sum(sign) FILTER (WHERE n.death_id IS NULL AND n.channel IS NULL), 0) AS open,
         coalesce(sum(sign) FILTER (WHERE n.death_id IS NOT NULL), 0) AS dead,
         coalesce(sum(sign) FILTER (WHERE n.death_id IS NULL AND n.channel = 'SELF'), 0) AS self,
         coalesce(sum(sign) FILTER (WHERE n.death_id IS NULL AND n.channel = 'RELATIVE'), 0) AS relative,
         coalesce(sum(sign) FILTER (WHERE n.death_id IS NULL AND n.channel = 'MATCH'), 0) AS match,
         coalesce(sum(sign) FILTER (WHERE n.death_id IS NULL AND n.channel = 'VISIT'), 0) AS visit,
         coalesce(sum(sign) FILTER (WHERE n.death_id IS NULL AND n.channel = 'VIDEO'), 0) AS video
  FROM (SELECT 1 AS sign, a.year, a.region, a.exempt_until, a.death_id, a.channel FROM added a WHERE a.exited_on IS NULL
        UNION ALL
        SELECT -1, r.year, r.region, r.exempt_until, r.death_id, r.channel FROM removed r WHERE r.exited_on IS NULL) AS n,
       LATERAL (VALUES (3::smallint, county_of(n.region)), (5::smallint, n.region)) AS place (level, region)
  GROUP BY 1, 2, 3, 4 ORDER BY 2, 3, 1, 4
  ON CONFLICT (year, level, region, exempt_until) DO UPDATE SET open = c.open + excluded.open, dead = c.dead + excluded.dead,
    self = c.self + excluded.self, relative = c.relative + excluded.relative, match = c.match + excluded.match,
    visit = c.visit + excluded.visit, video = c.video + excluded.video;
  RETURN NULL;
END $$;

CREATE TRIGGER completion_insert AFTER INSERT ON roster REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION completion_add();
CREATE TRIGGER completion_update AFTER UPDATE ON roster REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION completion_change();

-- ── Names by two characters ────────────────────────────────────────────────────────────────────────────────────

CREATE FUNCTION name_grams(name text) RETURNS TABLE (gram text) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT DISTINCT substr(name, at, 2) FROM generate_series(1, length(name) - 1) AS at $$;

CREATE FUNCTION name_gram_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO name_gram (gram, year, region, roster_id)
  SELECT g.gram, n.year, n.region, n.id FROM added n, name_grams(n.name) AS g;
  RETURN NULL;
END $$;
CREATE TRIGGER name_gram_insert AFTER INSERT ON roster REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION name_gram_insert();

CREATE FUNCTION name_gram_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  DELETE FROM name_gram WHERE roster_id = NEW.id;
  INSERT INTO name_gram (gram, year, region, roster_id) SELECT g.gram, NEW.year, NEW.region, NEW.id FROM name_grams(NEW.name) AS g;
  RETURN NULL;
END $$;
CREATE TRIGGER name_gram_update AFTER UPDATE ON roster FOR EACH ROW
  WHEN (OLD.name <> NEW.name OR OLD.region <> NEW.region) EXECUTE FUNCTION name_gram_update();

-- ── Staff: who may change what about whom ──────────────────────────────────────────────────────────────────────

-- Accounts belong to the system administrator, role and region to the security administrator, the password also to oneself;
-- nobody grants, disables or resets themselves. Work without a viewer (system contexts) is not held here.
CREATE FUNCTION staff_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF viewer_id() IS NULL THEN
    RETURN NEW;
  END IF;
  IF (NEW.role, NEW.region) IS DISTINCT FROM (OLD.role, OLD.region)
     AND (viewer_role() IS DISTINCT FROM 'SECURITY_ADMIN' OR OLD.id = viewer_id()) THEN
    RAISE EXCEPTION 'role and region belong to the security administrator' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (NEW.disabled_at, NEW.name) IS DISTINCT FROM (OLD.disabled_at, OLD.name)
     AND (viewer_role() IS DISTINCT FROM 'SYSTEM_ADMIN' OR OLD.id = viewer_id()) THEN
    RAISE EXCEPTION 'accounts belong to the system administrator' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.password_hash <> OLD.password_hash AND OLD.id <> viewer_id() AND viewer_role() IS DISTINCT FROM 'SYSTEM_ADMIN' THEN
    RAISE EXCEPTION 'a password belongs to its owner' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER staff_guard BEFORE UPDATE ON staff FOR EACH ROW EXECUTE FUNCTION staff_guard();

-- ── Audit: append-only, for the owner too ──────────────────────────────────────────────────────────────────────

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- ── The application's role ─────────────────────────────────────────────────────────────────────────────────────

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'assistance_app') THEN
    CREATE ROLE assistance_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION '数据库用户没有 CREATEROLE 权限。请由数据库管理员先执行：CREATE ROLE assistance_app NOLOGIN; GRANT assistance_app TO %', current_user;
END $$;
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'assistance_app', 'MEMBER') THEN
    EXECUTE format('GRANT assistance_app TO %I', current_user);
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION '数据库用户不能切换到应用角色。请由数据库管理员先执行：GRANT assistance_app TO %', current_user;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO assistance_app;
GRANT EXECUTE ON FUNCTION viewer_id(), viewer_role(), home_low(), home_high(), reach_low(), reach_high(), audit_low(), audit_high(), today(),
  parameter_int(text, int), last_day_of_roster(int), region_level(bigint), county_of(bigint),
  roster_status(bigint, bigint, date, date), name_grams(text) TO assistance_app;
GRANT SELECT ON region, parameter, roster_year, household, membership, roster, roster_correction, name_gram, certification, death,
  evidence, completion, session, staff_setting, audit TO assistance_app;
-- The sealed ID number leaves through sealed_id_of() alone.
GRANT SELECT (id, region, name, initials, sex, birth_date, ethnicity, id_hash, id_masked, id_missing_reason, created_at) ON person TO assistance_app;
GRANT SELECT (id, username, name, must_change_password, role, region, disabled_at, created_at, version) ON staff TO assistance_app;
GRANT INSERT ON certification, death, evidence, audit TO assistance_app;
GRANT UPDATE (revoked_at, revoked_by_id, revoked_by_name, revoked_by_role, revoked_by_region, revoke_reason, doubtful) ON certification TO assistance_app;
GRANT UPDATE (revoked_at, revoked_by_id, revoked_by_name, revoked_by_role, revoked_by_region, revoke_reason) ON death TO assistance_app;
GRANT INSERT (username, name, password_hash, must_change_password, region) ON staff TO assistance_app;
GRANT UPDATE (name, password_hash, must_change_password, role, region, disabled_at, version) ON staff TO assistance_app;
GRANT UPDATE (revoked_at) ON session TO assistance_app;
GRANT INSERT, UPDATE ON staff_setting TO assistance_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO assistance_app;

-- ── Row-level security ─────────────────────────────────────────────────────────────────────────────────────────
-- (SELECT …) makes each function an InitPlan: once per statement, not once per row.

ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE household ENABLE ROW LEVEL SECURITY;
ALTER TABLE membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE roster ENABLE ROW LEVEL SECURITY;
ALTER TABLE roster_correction ENABLE ROW LEVEL SECURITY;
ALTER TABLE name_gram ENABLE ROW LEVEL SECURITY;
ALTER TABLE certification ENABLE ROW LEVEL SECURITY;
ALTER TABLE death ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE completion ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff ENABLE ROW LEVEL SECURITY;
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_failure ENABLE ROW LEVEL SECURITY;

CREATE POLICY reach ON household FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY reach ON membership FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
-- A person is seen where their roster row stands and where a household of the reach has them as a member.
CREATE POLICY reach ON person FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
         OR EXISTS (SELECT FROM membership m WHERE m.person_id = person.id));
CREATE POLICY reach ON roster FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY reach ON roster_correction FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
         OR EXISTS (SELECT FROM person p WHERE p.id = roster_correction.person_id));
CREATE POLICY reach ON name_gram FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY reach ON completion FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));

-- The record stays with the street that made it and is read where the person now stands.
CREATE POLICY reach ON certification FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
         OR EXISTS (SELECT FROM person p WHERE p.id = certification.person_id));
CREATE POLICY certify ON certification FOR INSERT TO assistance_app
  WITH CHECK (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) AND (SELECT viewer_role()) = 'STREET_STAFF'
              AND operator_id = (SELECT viewer_id()) AND channel IN ('VISIT', 'VIDEO'));
CREATE POLICY undo ON certification FOR UPDATE TO assistance_app
  USING ((SELECT viewer_role()) IN ('STREET_STAFF', 'COUNTY_CASEWORKER')
         AND EXISTS (SELECT FROM person p WHERE p.id = certification.person_id
                     AND p.region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())))
  WITH CHECK (revoked_by_id IS NULL OR revoked_by_id = (SELECT viewer_id()));

CREATE POLICY reach ON death FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
         OR EXISTS (SELECT FROM person p WHERE p.id = death.person_id));
CREATE POLICY register ON death FOR INSERT TO assistance_app
  WITH CHECK (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) AND (SELECT viewer_role()) = 'STREET_STAFF'
              AND operator_id = (SELECT viewer_id()));
CREATE POLICY undo ON death FOR UPDATE TO assistance_app
  USING ((SELECT viewer_role()) = 'COUNTY_CASEWORKER'
         AND EXISTS (SELECT FROM person p WHERE p.id = death.person_id
                     AND p.region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())))
  WITH CHECK (revoked_by_id = (SELECT viewer_id()));

CREATE POLICY reach ON evidence FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
         OR EXISTS (SELECT FROM person p WHERE p.id = evidence.person_id));
CREATE POLICY attach ON evidence FOR INSERT TO assistance_app
  WITH CHECK (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) AND (SELECT viewer_role()) = 'STREET_STAFF');

CREATE POLICY own ON staff FOR SELECT TO assistance_app USING (id = (SELECT viewer_id()));
CREATE POLICY administer ON staff FOR SELECT TO assistance_app
  USING ((SELECT viewer_role()) IN ('SYSTEM_ADMIN', 'SECURITY_ADMIN') AND region BETWEEN (SELECT home_low()) AND (SELECT home_high()));
CREATE POLICY create_account ON staff FOR INSERT TO assistance_app
  WITH CHECK ((SELECT viewer_role()) = 'SYSTEM_ADMIN' AND region BETWEEN (SELECT home_low()) AND (SELECT home_high()) AND role IS NULL);
CREATE POLICY change_account ON staff FOR UPDATE TO assistance_app
  USING ((SELECT viewer_role()) IN ('SYSTEM_ADMIN', 'SECURITY_ADMIN') AND id <> (SELECT viewer_id())
         AND region BETWEEN (SELECT home_low()) AND (SELECT home_high()))
  WITH CHECK (region BETWEEN (SELECT home_low()) AND (SELECT home_high()));
CREATE POLICY own_password ON staff FOR UPDATE TO assistance_app USING (id = (SELECT viewer_id())) WITH CHECK (id = (SELECT viewer_id()));

CREATE POLICY own ON session FOR ALL TO assistance_app USING (staff_id = (SELECT viewer_id())) WITH CHECK (staff_id = (SELECT viewer_id()));
CREATE POLICY administer ON session FOR ALL TO assistance_app
  USING ((SELECT viewer_role()) = 'SYSTEM_ADMIN' AND EXISTS (SELECT FROM staff s WHERE s.id = session.staff_id))
  WITH CHECK ((SELECT viewer_role()) = 'SYSTEM_ADMIN');
CREATE POLICY own ON staff_setting FOR ALL TO assistance_app USING (staff_id = (SELECT viewer_id())) WITH CHECK (staff_id = (SELECT viewer_id()));

CREATE POLICY append ON audit FOR INSERT TO assistance_app WITH CHECK (actor_id = (SELECT viewer_id()));
-- What nobody known did (a failed sign-in) stands in every auditor's reach. One range, not an OR of roles and ranges: the planner
-- would expect a single row of that and sort whole months.
CREATE POLICY read ON audit FOR SELECT TO assistance_app
  USING (coalesce(actor_region, (SELECT audit_low())) BETWEEN (SELECT audit_low()) AND (SELECT audit_high()));

-- Definer functions that a viewer may call, each of which looks at the reach itself.

-- Every year of one person who is in reach, also the years in which the person stood elsewhere.
CREATE FUNCTION years_of_person(wanted bigint)
RETURNS TABLE (id bigint, year smallint, region bigint, category text, relation text, insured boolean, exempt_until date,
               certification_id bigint, channel text, certified_at timestamptz, death_id bigint, exited_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT r.id, r.year, r.region, r.category, r.relation, r.insured, r.exempt_until, r.certification_id, r.channel, r.certified_at,
         r.death_id, r.exited_on
  FROM roster r
  WHERE r.person_id = wanted AND EXISTS (
    SELECT FROM person p WHERE p.id = wanted
      AND (p.region BETWEEN reach_low() AND reach_high()
           OR EXISTS (SELECT FROM membership m WHERE m.person_id = p.id AND m.region BETWEEN reach_low() AND reach_high())))
  ORDER BY r.year DESC
$$;
-- The sealed ID number of one person in reach, for the roles that may see it in full.
CREATE FUNCTION sealed_id_of(wanted bigint) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT p.id_sealed FROM person p
  WHERE p.id = wanted AND viewer_role() IN ('COUNTY_CASEWORKER', 'STREET_STAFF')
    AND (p.region BETWEEN reach_low() AND reach_high()
         OR EXISTS (SELECT FROM membership m WHERE m.person_id = p.id AND m.region BETWEEN reach_low() AND reach_high()))
$$;

GRANT EXECUTE ON FUNCTION years_of_person(bigint), sealed_id_of(bigint) TO assistance_app;
