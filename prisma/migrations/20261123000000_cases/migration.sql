-- 监测平台: cases from a plea to their end, the surveys at the door, who is told, and what a case may become.

-- ── The calendar and the settings ──────────────────────────────────────────────────────────────────────────────

-- 调休: what the State Council's yearly notice says otherwise than the week does. Laid over the calendar that the product carries.
CREATE TABLE holiday (
  day DATE PRIMARY KEY,
  -- A day off in the week, or a Saturday or Sunday at work.
  is_off BOOLEAN NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 20)
);
-- Years beyond the product's own calendar whose notice has been entered in full.
CREATE TABLE calendar_year (
  year SMALLINT PRIMARY KEY CHECK (year BETWEEN 2004 AND 2100),
  notice TEXT NOT NULL DEFAULT '',
  confirmed_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  confirmed_by_name TEXT NOT NULL
);

ALTER TABLE parameter
  ADD COLUMN changed_at TIMESTAMPTZ(3),
  ADD COLUMN changed_by_name TEXT,
  ADD COLUMN reason TEXT;

ALTER TABLE staff
  ADD COLUMN phone TEXT CHECK (phone ~ '^[0-9-]{7,20}$');

-- ── Who may send cases in ──────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE intake_client (
  id BIGSERIAL PRIMARY KEY,
  key_id TEXT NOT NULL UNIQUE CHECK (key_id ~ '^[A-Za-z0-9_-]{4,40}$'),
  name TEXT NOT NULL,
  -- Whose cases it may send, and for which part of the province.
  source TEXT NOT NULL CHECK (source IN ('HELP', 'WARNING', 'HOTLINE')),
  region BIGINT NOT NULL,
  secret_sealed BYTEA NOT NULL,
  per_minute INTEGER NOT NULL DEFAULT 600 CHECK (per_minute > 0),
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  disabled_at TIMESTAMPTZ(3)
);
-- A signed request is good once. Kept as long as its timestamp could be accepted.
CREATE TABLE intake_nonce (
  client_id BIGINT NOT NULL REFERENCES intake_client (id),
  nonce TEXT NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (client_id, nonce)
);
CREATE INDEX intake_nonce_at ON intake_nonce (at);

-- ── Cases ──────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE "case" (
  id BIGSERIAL PRIMARY KEY,
  -- 线索编号 JZ202611210000123, given by case_number().
  no TEXT NOT NULL UNIQUE,
  -- The owning county, and the street that handles it for now.
  county BIGINT NOT NULL,
  street BIGINT,
  -- 移交 under way: the county that is asked to take it.
  transfer_to BIGINT,
  -- Where the household lives as far as was told: a community, a street, or no more than the county.
  place BIGINT NOT NULL,
  -- Where the case stands for filters: `place` where it lies under the handling street or, without one, under the county. Kept by case_guard().
  region BIGINT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('HELP', 'WARNING', 'VISIT', 'HOTLINE')),
  difficulty TEXT NOT NULL CHECK (difficulty IN ('ILLNESS', 'DISABILITY', 'EDUCATION', 'DISASTER', 'LABOUR', 'ACCIDENT', 'BEREAVEMENT', 'UNEMPLOYMENT', 'OTHER')),
  -- 困难人员
  subject_name TEXT NOT NULL CHECK (length(subject_name) BETWEEN 1 AND 50),
  subject_id_sealed BYTEA,
  subject_id_hash BYTEA CHECK (octet_length(subject_id_hash) = 32),
  subject_id_masked TEXT,
  phone TEXT CHECK (phone ~ '^[0-9-]{7,20}$'),
  phone_masked TEXT GENERATED ALWAYS AS (CASE WHEN length(phone) >= 10 THEN left(phone, 3) || '****' || right(phone, 4)
    ELSE left(phone, 2) || '****' || right(phone, 1) END) STORED,
  address TEXT NOT NULL DEFAULT '' CHECK (length(address) <= 200),
  description TEXT NOT NULL CHECK (length(description) BETWEEN 1 AND 2000),
  -- 反映人: the person themselves, somebody who knows them, staff, or a department with its own reference.
  asker_kind TEXT NOT NULL CHECK (asker_kind IN ('SELF', 'RELATIVE', 'NEIGHBOUR', 'STAFF', 'DEPARTMENT', 'OTHER')),
  asker_name TEXT NOT NULL DEFAULT '',
  asker_phone TEXT CHECK (asker_phone ~ '^[0-9-]{7,20}$'),
  asker_phone_masked TEXT GENERATED ALWAYS AS (CASE WHEN length(asker_phone) >= 10 THEN left(asker_phone, 3) || '****' || right(asker_phone, 4)
    ELSE left(asker_phone, 2) || '****' || right(asker_phone, 1) END) STORED,
  reference TEXT NOT NULL DEFAULT '',
  reported_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  intake_client_id BIGINT REFERENCES intake_client (id),
  import_id BIGINT REFERENCES import_run (id),
  -- Keyed hash of a warning's person, department and content: the same warning is not entered twice.
  record_key BYTEA UNIQUE,

  status TEXT NOT NULL DEFAULT 'TO_DISPATCH' CHECK (status IN ('TO_DISPATCH', 'TO_ACCEPT', 'TO_ASSIGN', 'SURVEYING', 'TO_REVIEW', 'CLOSED')),
  -- Came back to where it stands: 退回, 退回任务, 退回补查, 拒收.
  returned BOOLEAN NOT NULL DEFAULT false,
  entered_at TIMESTAMPTZ(3) NOT NULL,
  -- The working days that the step has, and its last day.
  limit_days SMALLINT,
  due_on DATE,
  surveyor_id BIGINT REFERENCES staff (id),
  surveyor_name TEXT,
  partner_id BIGINT REFERENCES staff (id),
  partner_name TEXT,
  -- 办理人: the surveyor while there is one, else who took the last step.
  handler_name TEXT NOT NULL DEFAULT '',
  outcome TEXT CHECK (outcome IN ('ALREADY_ASSISTED', 'DIBAO', 'TEKUN', 'DIBIAN', 'TEMPORARY', 'REFERRED', 'INELIGIBLE', 'NOT_NEEDED', 'NOT_FOUND')),
  closed_at TIMESTAMPTZ(3),
  round SMALLINT NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 0,

  CHECK (num_nonnulls(subject_id_sealed, subject_id_hash, subject_id_masked) IN (0, 3)),
  CHECK (county % 1000000 = 0 AND place / 1000000 * 1000000 = county),
  CHECK (street IS NULL OR (street % 1000 = 0 AND street % 1000000 <> 0 AND street / 1000000 * 1000000 = county)),
  CHECK ((status = 'TO_ACCEPT') = (transfer_to IS NOT NULL)),
  CHECK (transfer_to <> county),
  CHECK (status NOT IN ('TO_ASSIGN', 'SURVEYING', 'TO_REVIEW') OR street IS NOT NULL),
  CHECK (status NOT IN ('TO_DISPATCH', 'TO_ACCEPT') OR street IS NULL),
  CHECK (status NOT IN ('SURVEYING', 'TO_REVIEW') OR surveyor_id IS NOT NULL),
  CHECK (status NOT IN ('TO_DISPATCH', 'TO_ACCEPT', 'TO_ASSIGN') OR surveyor_id IS NULL),
  CHECK (surveyor_id IS NOT NULL OR partner_id IS NULL),
  CHECK (partner_id <> surveyor_id),
  CHECK ((surveyor_id IS NULL) = (surveyor_name IS NULL) AND (partner_id IS NULL) = (partner_name IS NULL)),
  CHECK ((status = 'CLOSED') = (outcome IS NOT NULL) AND (status = 'CLOSED') = (closed_at IS NOT NULL)),
  CHECK ((status = 'CLOSED') = (due_on IS NULL) AND (status = 'CLOSED') = (limit_days IS NULL))
);
CREATE INDEX case_by_region ON "case" (region, status, due_on, id);
-- The list sorts by these very expressions: what is closed comes last.
CREATE INDEX case_by_due ON "case" (coalesce(due_on, 'infinity'), id);
CREATE INDEX case_by_status ON "case" (status, coalesce(due_on, 'infinity'), id);
CREATE INDEX case_by_report ON "case" (reported_at, id);
CREATE INDEX case_open_due ON "case" (due_on) WHERE status <> 'CLOSED';
CREATE INDEX case_street ON "case" (street, status) WHERE street IS NOT NULL;
CREATE INDEX case_transfer ON "case" (transfer_to) WHERE transfer_to IS NOT NULL;
CREATE INDEX case_surveyor ON "case" (surveyor_id, status) WHERE surveyor_id IS NOT NULL;
CREATE INDEX case_partner ON "case" (partner_id) WHERE partner_id IS NOT NULL;
CREATE INDEX case_subject ON "case" (subject_id_hash) WHERE subject_id_hash IS NOT NULL;
CREATE INDEX case_name ON "case" (subject_name);

-- One key, one case, whatever the network did: the answer to a repeated request is the first one's.
CREATE TABLE intake_request (
  client_id BIGINT NOT NULL REFERENCES intake_client (id),
  idempotency_key TEXT NOT NULL,
  body_sha256 BYTEA NOT NULL,
  case_id BIGINT NOT NULL REFERENCES "case" (id),
  at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (client_id, idempotency_key)
);

-- The state machine, the same as lib/case/transitions.ts (a test compares them). `party` is what the viewer is to the case: its owning
-- county, the county it is transferred to, the handling street, or the assignee.
CREATE TABLE case_transition (
  action TEXT NOT NULL,
  from_status TEXT NOT NULL,
  to_status TEXT NOT NULL,
  party TEXT NOT NULL CHECK (party IN ('OWNER', 'TARGET', 'STREET', 'ASSIGNEE')),
  PRIMARY KEY (action, from_status, to_status, party)
);
INSERT INTO case_transition (action, from_status, to_status, party) VALUES
  ('DISPATCH', 'TO_DISPATCH', 'TO_ASSIGN', 'OWNER'),
  ('DISPATCH', 'TO_DISPATCH', 'SURVEYING', 'OWNER'),
  ('TRANSFER', 'TO_DISPATCH', 'TO_ACCEPT', 'OWNER'),
  ('ACCEPT', 'TO_ACCEPT', 'TO_DISPATCH', 'TARGET'),
  ('DECLINE', 'TO_ACCEPT', 'TO_DISPATCH', 'TARGET'),
  ('RECALL', 'TO_ACCEPT', 'TO_DISPATCH', 'OWNER'),
  ('ASSIGN', 'TO_ASSIGN', 'SURVEYING', 'STREET'),
  -- Right after 分派: not once an assignee has given the task back to the street.
  ('ASSIGN', 'TO_ASSIGN', 'SURVEYING', 'OWNER'),
  ('SEND_BACK', 'TO_ASSIGN', 'TO_DISPATCH', 'STREET'),
  ('REDIRECT', 'TO_ASSIGN', 'TO_ASSIGN', 'OWNER'),
  ('REDIRECT', 'SURVEYING', 'TO_ASSIGN', 'OWNER'),
  ('REDIRECT', 'TO_REVIEW', 'TO_ASSIGN', 'OWNER'),
  ('REASSIGN', 'SURVEYING', 'SURVEYING', 'STREET'),
  ('REASSIGN', 'SURVEYING', 'SURVEYING', 'OWNER'),
  ('RETURN_TASK', 'SURVEYING', 'TO_ASSIGN', 'ASSIGNEE'),
  ('SUBMIT', 'SURVEYING', 'TO_REVIEW', 'ASSIGNEE'),
  ('APPROVE', 'TO_REVIEW', 'CLOSED', 'OWNER'),
  ('RESURVEY', 'TO_REVIEW', 'SURVEYING', 'OWNER'),
  ('HANDLE', 'TO_DISPATCH', 'CLOSED', 'OWNER'),
  ('HANDLE', 'TO_ASSIGN', 'CLOSED', 'OWNER'),
  ('HANDLE', 'SURVEYING', 'CLOSED', 'OWNER'),
  ('HANDLE', 'TO_REVIEW', 'CLOSED', 'OWNER'),
  ('REOPEN', 'CLOSED', 'TO_DISPATCH', 'OWNER');

-- Every step of a case. Append-only.
CREATE TABLE case_step (
  id BIGSERIAL PRIMARY KEY,
  case_id BIGINT NOT NULL REFERENCES "case" (id),
  at TIMESTAMPTZ(3) NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('REGISTER', 'DISPATCH', 'TRANSFER', 'ACCEPT', 'DECLINE', 'RECALL', 'ASSIGN', 'SEND_BACK', 'REDIRECT', 'REASSIGN',
    'RETURN_TASK', 'SUBMIT', 'APPROVE', 'RESURVEY', 'HANDLE', 'REOPEN', 'LATE_SURVEY')),
  from_status TEXT,
  to_status TEXT NOT NULL,
  -- Since when the case had stood where this step found it, and until when it should have left; to compare with `at`.
  since TIMESTAMPTZ(3),
  due_on DATE,
  note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 500),
  outcome TEXT,
  -- Where it went: a street, or another county.
  target BIGINT,
  surveyor_name TEXT,
  partner_name TEXT,
  assignment_id BIGINT,
  actor_id BIGINT,
  actor_name TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  actor_region BIGINT,
  CHECK ((action = 'REGISTER') = (from_status IS NULL))
);
CREATE INDEX case_step_case ON case_step (case_id, id);
-- What a desk wrote, it may go on reading.
CREATE INDEX case_step_desk ON case_step (actor_region, case_id);
CREATE INDEX case_step_elsewhere ON case_step (actor_region, case_id) WHERE action IN ('TRANSFER', 'DECLINE');

-- One round of survey: who is to go, with whom.
CREATE TABLE case_assignment (
  id BIGSERIAL PRIMARY KEY,
  case_id BIGINT NOT NULL REFERENCES "case" (id),
  round SMALLINT NOT NULL,
  street BIGINT NOT NULL,
  surveyor_id BIGINT NOT NULL REFERENCES staff (id),
  surveyor_name TEXT NOT NULL,
  partner_id BIGINT REFERENCES staff (id),
  partner_name TEXT,
  -- What the surveyor is told: the county's or the street's note with the task.
  note TEXT NOT NULL DEFAULT '',
  assigned_at TIMESTAMPTZ(3) NOT NULL,
  assigned_by_name TEXT NOT NULL,
  due_on DATE NOT NULL,
  ended_at TIMESTAMPTZ(3),
  -- The step that ended it.
  ended_by TEXT CHECK (ended_by IN ('REDIRECT', 'REASSIGN', 'RETURN_TASK', 'SUBMIT', 'HANDLE')),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CHECK (partner_id <> surveyor_id),
  UNIQUE (case_id, round)
);
CREATE UNIQUE INDEX case_assignment_open ON case_assignment (case_id) WHERE ended_at IS NULL;
CREATE INDEX case_assignment_surveyor ON case_assignment (surveyor_id, assigned_at);
CREATE INDEX case_assignment_partner ON case_assignment (partner_id) WHERE partner_id IS NOT NULL;

-- 调查结果: one per assignment, written by its assignee, never changed.
CREATE TABLE survey (
  id BIGSERIAL PRIMARY KEY,
  assignment_id BIGINT NOT NULL UNIQUE REFERENCES case_assignment (id),
  case_id BIGINT NOT NULL REFERENCES "case" (id),
  -- The street that had sent the surveyor.
  region BIGINT NOT NULL,
  visited_on DATE NOT NULL,
  -- 迟到调查: the case had moved on; changes no state.
  late BOOLEAN NOT NULL,
  -- See lib/survey/input.ts; ID numbers of members stand masked in it and sealed beside it.
  content JSONB NOT NULL,
  content_sealed BYTEA,
  author_id BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  author_role TEXT NOT NULL,
  author_region BIGINT NOT NULL,
  submitted_at TIMESTAMPTZ(3) NOT NULL,
  request_id UUID NOT NULL UNIQUE
);
CREATE INDEX survey_case ON survey (case_id);
CREATE INDEX survey_author ON survey (author_id, submitted_at);

-- Photos and the signature of a survey, and papers that come with a case.
ALTER TABLE evidence
  ADD COLUMN survey_id BIGINT REFERENCES survey (id),
  ADD COLUMN case_id BIGINT REFERENCES "case" (id),
  ADD COLUMN kind TEXT NOT NULL DEFAULT 'PHOTO' CHECK (kind IN ('PHOTO', 'SIGNATURE')),
  -- Where it was taken, if whoever took it wanted that kept. Degrees, WGS 84.
  ADD COLUMN latitude DOUBLE PRECISION CHECK (latitude BETWEEN -90 AND 90),
  ADD COLUMN longitude DOUBLE PRECISION CHECK (longitude BETWEEN -180 AND 180),
  ADD CHECK (num_nonnulls(latitude, longitude) IN (0, 2));
ALTER TABLE evidence DROP CONSTRAINT evidence_check, DROP CONSTRAINT evidence_check1;
ALTER TABLE evidence
  -- What it proves, and whose it is: a person's, a household's or a case's. The photos of a survey carry both.
  ADD CONSTRAINT evidence_deed CHECK (num_nonnulls(certification_id, death_id, change_id, suspected_death_id, survey_id) = CASE WHEN case_id IS NULL OR survey_id IS NOT NULL THEN 1 ELSE 0 END),
  ADD CONSTRAINT evidence_subject CHECK (num_nonnulls(person_id, household_id, case_id) = 1),
  ADD CHECK (survey_id IS NULL OR case_id IS NOT NULL);
CREATE INDEX evidence_survey ON evidence (survey_id) WHERE survey_id IS NOT NULL;
CREATE INDEX evidence_case ON evidence (case_id) WHERE case_id IS NOT NULL;

ALTER TABLE import_run DROP CONSTRAINT import_run_kind_check;
ALTER TABLE import_run ADD CONSTRAINT import_run_kind_check CHECK (kind IN ('HOUSEHOLD', 'DEATH', 'ALIVE', 'WARNING'));

-- ── 纳入申请: what a case closed with 纳入低保/特困/低边 leads to, or what a street asks for by itself ─────────────────────────────

CREATE TABLE admission (
  id BIGSERIAL PRIMARY KEY,
  case_id BIGINT REFERENCES "case" (id),
  -- The street until the community is known.
  region BIGINT NOT NULL,
  -- 低保, 特困 or 低边, as the county found; the exact category stands in the content.
  aim TEXT NOT NULL CHECK (aim IN ('DIBAO', 'TEKUN', 'DIBIAN')),
  status TEXT NOT NULL DEFAULT 'TO_FILL' CHECK (status IN ('TO_FILL', 'PENDING', 'APPROVED', 'DECLINED', 'WITHDRAWN')),
  subject_name TEXT NOT NULL,
  -- See lib/admission/input.ts; ID numbers, telephone and account stand masked in it and sealed beside it.
  content JSONB NOT NULL,
  content_sealed BYTEA,
  household_id BIGINT REFERENCES household (id),
  opened_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  opener_id BIGINT,
  opener_name TEXT NOT NULL,
  opener_role TEXT NOT NULL,
  opener_region BIGINT,
  requested_at TIMESTAMPTZ(3),
  requester_id BIGINT,
  requester_name TEXT,
  requester_role TEXT,
  requester_region BIGINT,
  decided_at TIMESTAMPTZ(3),
  decider_id BIGINT,
  decider_name TEXT,
  decider_role TEXT,
  decider_region BIGINT,
  decision_note TEXT,
  -- Why it was sent back the last time, while it is being filled in again.
  sent_back_note TEXT,
  version INTEGER NOT NULL DEFAULT 0,
  request_id UUID NOT NULL UNIQUE,
  CHECK ((status = 'APPROVED') = (household_id IS NOT NULL)),
  CHECK (status <> 'PENDING' OR requested_at IS NOT NULL),
  CHECK ((status IN ('APPROVED', 'DECLINED', 'WITHDRAWN')) = (decided_at IS NOT NULL)),
  CHECK (num_nonnulls(requested_at, requester_name, requester_role) IN (0, 3)),
  CHECK (num_nonnulls(decided_at, decider_name, decider_role, decision_note) IN (0, 4)),
  CHECK (decider_id <> requester_id OR status = 'WITHDRAWN')
);
CREATE INDEX admission_open ON admission (region, opened_at, id) WHERE status IN ('TO_FILL', 'PENDING');
CREATE INDEX admission_by_time ON admission (opened_at, id);
CREATE UNIQUE INDEX admission_one_per_case ON admission (case_id) WHERE status IN ('TO_FILL', 'PENDING', 'APPROVED');

-- ── 消息 ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The outbox: what is to be told, written with the step itself; spread to its readers by the worker.
CREATE TABLE notice (
  id BIGSERIAL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('NEW_CASE', 'DISPATCHED', 'TRANSFERRED', 'TRANSFER_ANSWERED', 'ASSIGNED', 'UNASSIGNED', 'SENT_BACK', 'TASK_RETURNED', 'RESURVEY',
    'SUBMITTED', 'LATE_SURVEY', 'CLOSED', 'REOPENED', 'DUE_SOON', 'OVERDUE', 'ADMISSION')),
  case_id BIGINT NOT NULL REFERENCES "case" (id),
  -- To one person, or to all of a role whose home region this is.
  staff_id BIGINT REFERENCES staff (id),
  region BIGINT,
  role TEXT,
  note TEXT NOT NULL DEFAULT '',
  -- What is told once: a case's step falls due once.
  key TEXT UNIQUE,
  actor_id BIGINT,
  actor_name TEXT NOT NULL DEFAULT '',
  at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  spread_at TIMESTAMPTZ(3),
  CHECK ((staff_id IS NULL) = (region IS NOT NULL AND role IS NOT NULL))
);
CREATE INDEX notice_waiting ON notice (id) WHERE spread_at IS NULL;

-- What a member of staff finds in the message centre.
CREATE TABLE message (
  id BIGSERIAL PRIMARY KEY,
  notice_id BIGINT NOT NULL REFERENCES notice (id),
  staff_id BIGINT NOT NULL REFERENCES staff (id),
  kind TEXT NOT NULL,
  case_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL,
  read_at TIMESTAMPTZ(3),
  UNIQUE (notice_id, staff_id)
);
CREATE INDEX message_of_staff ON message (staff_id, id);
CREATE INDEX message_unread ON message (staff_id) WHERE read_at IS NULL;

-- A message on its way through a further channel (短信): tried again until it is through, and given up visibly.
CREATE TABLE delivery (
  id BIGSERIAL PRIMARY KEY,
  message_id BIGINT NOT NULL REFERENCES message (id),
  channel TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  sent_at TIMESTAMPTZ(3),
  failed_at TIMESTAMPTZ(3),
  problem TEXT NOT NULL DEFAULT '',
  UNIQUE (message_id, channel),
  CHECK (num_nonnulls(sent_at, failed_at) <= 1)
);
CREATE INDEX delivery_waiting ON delivery (next_at, id) WHERE sent_at IS NULL AND failed_at IS NULL;

-- ── What a case is kept from ───────────────────────────────────────────────────────────────────────────────────

-- Counts by county, state, 退回 and due date, kept by triggers. One statement of a transaction moves all its cases, and takes the rows in
-- order: two of them never wait for each other.
CREATE TABLE case_total (
  county BIGINT NOT NULL,
  status TEXT NOT NULL,
  returned BOOLEAN NOT NULL,
  -- 'infinity' for closed cases.
  due_on DATE NOT NULL,
  cases INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (county, status, returned, due_on)
);

CREATE FUNCTION case_total_add() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO case_total AS t (county, status, returned, due_on, cases)
  SELECT a.county, a.status, a.returned, coalesce(a.due_on, 'infinity'), count(*) FROM added a GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
  ON CONFLICT (county, status, returned, due_on) DO UPDATE SET cases = t.cases + excluded.cases;
  RETURN NULL;
END $$;
CREATE FUNCTION case_total_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO case_total AS t (county, status, returned, due_on, cases)
  SELECT n.county, n.status, n.returned, coalesce(n.due_on, 'infinity'), sum(n.sign)
  FROM (SELECT 1 AS sign, a.county, a.status, a.returned, a.due_on FROM added a
        UNION ALL SELECT -1, r.county, r.status, r.returned, r.due_on FROM removed r) AS n
  GROUP BY 1, 2, 3, 4 HAVING sum(n.sign) <> 0 ORDER BY 1, 2, 3, 4
  ON CONFLICT (county, status, returned, due_on) DO UPDATE SET cases = t.cases + excluded.cases;
  -- Due dates pass: what has come down to nothing, in rows that are locked already, would only grow in number.
  DELETE FROM case_total t USING (SELECT DISTINCT r.county, r.status, r.returned, coalesce(r.due_on, 'infinity') AS due_on FROM removed r) AS gone
  WHERE (t.county, t.status, t.returned, t.due_on) = (gone.county, gone.status, gone.returned, gone.due_on) AND t.cases = 0;
  RETURN NULL;
END $$;
CREATE TRIGGER case_total_insert AFTER INSERT ON "case" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION case_total_add();
CREATE TRIGGER case_total_update AFTER UPDATE ON "case" REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION case_total_change();

-- Number, place and version; and no step that the table of transitions does not know, whoever writes it. What was told stays as it was told.
CREATE FUNCTION case_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE told CONSTANT text[] := ARRAY['id', 'no', 'source', 'difficulty', 'subject_name', 'subject_id_sealed', 'subject_id_hash', 'subject_id_masked', 'phone',
  'address', 'description', 'asker_kind', 'asker_name', 'asker_phone', 'reference', 'reported_at', 'intake_client_id', 'import_id', 'record_key'];
  one text; before jsonb; after jsonb;
BEGIN
  NEW.region := CASE WHEN NEW.street IS NULL OR NEW.place / 1000 * 1000 = NEW.street THEN NEW.place ELSE NEW.street END;
  IF TG_OP = 'INSERT' THEN
    IF NEW.no IS NULL THEN
      NEW.no := 'JZ' || to_char(NEW.reported_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD') || lpad((NEW.id % 10000000)::text, 7, '0');
    END IF;
    RETURN NEW;
  END IF;
  before := to_jsonb(OLD);
  after := to_jsonb(NEW);
  FOREACH one IN ARRAY told LOOP
    IF before -> one IS DISTINCT FROM after -> one THEN
      RAISE EXCEPTION 'what was told about a case stays as it was told' USING ERRCODE = 'restrict_violation';
    END IF;
  END LOOP;
  -- Only the calendar moves a due date without a step.
  IF (NEW.status, NEW.street, NEW.county, NEW.transfer_to, NEW.surveyor_id, NEW.partner_id, NEW.entered_at)
     IS DISTINCT FROM (OLD.status, OLD.street, OLD.county, OLD.transfer_to, OLD.surveyor_id, OLD.partner_id, OLD.entered_at) THEN
    IF NOT EXISTS (SELECT FROM case_transition t WHERE t.from_status = OLD.status AND t.to_status = NEW.status) THEN
      RAISE EXCEPTION 'no step leads from % to %', OLD.status, NEW.status USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.county <> OLD.county AND NEW.county IS DISTINCT FROM OLD.transfer_to THEN
      RAISE EXCEPTION 'a case changes its county by 移交 alone' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.version := OLD.version + 1;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_guard BEFORE INSERT OR UPDATE ON "case" FOR EACH ROW EXECUTE FUNCTION case_guard();
CREATE FUNCTION is_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER is_never_deleted BEFORE DELETE ON "case" FOR EACH ROW EXECUTE FUNCTION is_never_deleted();
CREATE TRIGGER is_never_deleted BEFORE DELETE ON case_assignment FOR EACH ROW EXECUTE FUNCTION is_never_deleted();
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE ON case_step FOR EACH ROW EXECUTE FUNCTION is_append_only();
CREATE TRIGGER is_append_only BEFORE UPDATE OR DELETE ON survey FOR EACH ROW EXECUTE FUNCTION is_append_only();

-- An assignment ends once and changes in nothing else.
CREATE FUNCTION case_assignment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR to_jsonb(NEW) - ARRAY['ended_at', 'ended_by', 'due_on'] <> to_jsonb(OLD) - ARRAY['ended_at', 'ended_by', 'due_on'] THEN
    RAISE EXCEPTION 'an assignment only ends' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_assignment_guard BEFORE UPDATE ON case_assignment FOR EACH ROW EXECUTE FUNCTION case_assignment_guard();

CREATE FUNCTION admission_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('APPROVED', 'DECLINED', 'WITHDRAWN') THEN
    RAISE EXCEPTION 'a decided admission cannot be changed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.status IN ('APPROVED', 'DECLINED') AND viewer_id() IS NOT NULL
     AND (viewer_role() <> 'COUNTY_CASEWORKER' OR NEW.requester_id = viewer_id()) THEN
    RAISE EXCEPTION 'an admission is decided by the county, and never by who asked for it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER admission_guard BEFORE UPDATE ON admission FOR EACH ROW EXECUTE FUNCTION admission_guard();

-- ── Who sees a case ────────────────────────────────────────────────────────────────────────────────────────────

-- Whether a case is the viewer's now: of their county (or above), at their street, offered to their county, or assigned to them.
CREATE FUNCTION case_in_hand(wanted bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM "case" c WHERE c.id = wanted AND (
    c.county BETWEEN reach_low() AND reach_high() OR c.street BETWEEN reach_low() AND reach_high()
    OR (viewer_role() = 'COUNTY_CASEWORKER' AND c.transfer_to BETWEEN reach_low() AND reach_high())
    OR (viewer_role() = 'SURVEYOR' AND viewer_id() IN (c.surveyor_id, c.partner_id))))
$$;
-- Whether the viewer's desk has written a step of it: then it goes on seeing the case, and of its papers those that it wrote.
CREATE FUNCTION wrote_in_case(wanted bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM case_step s WHERE s.case_id = wanted AND s.actor_region BETWEEN reach_low() AND reach_high())
$$;

ALTER TABLE holiday ENABLE ROW LEVEL SECURITY;
ALTER TABLE calendar_year ENABLE ROW LEVEL SECURITY;
ALTER TABLE parameter ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_client ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_nonce ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE "case" ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey ENABLE ROW LEVEL SECURITY;
ALTER TABLE admission ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE message ENABLE ROW LEVEL SECURITY;
ALTER TABLE delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_total ENABLE ROW LEVEL SECURITY;

CREATE POLICY everyone ON holiday FOR SELECT TO assistance_app USING (true);
CREATE POLICY administer ON holiday FOR ALL TO assistance_app USING ((SELECT viewer_role()) = 'SYSTEM_ADMIN') WITH CHECK ((SELECT viewer_role()) = 'SYSTEM_ADMIN');
CREATE POLICY everyone ON calendar_year FOR SELECT TO assistance_app USING (true);
CREATE POLICY administer ON calendar_year FOR ALL TO assistance_app USING ((SELECT viewer_role()) = 'SYSTEM_ADMIN') WITH CHECK ((SELECT viewer_role()) = 'SYSTEM_ADMIN');
CREATE POLICY everyone ON parameter FOR SELECT TO assistance_app USING (true);
CREATE POLICY administer ON parameter FOR ALL TO assistance_app USING ((SELECT viewer_role()) = 'SYSTEM_ADMIN') WITH CHECK ((SELECT viewer_role()) = 'SYSTEM_ADMIN');

CREATE POLICY reach ON "case" FOR SELECT TO assistance_app
  USING (county BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) OR street BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
         OR ((SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND transfer_to BETWEEN (SELECT reach_low()) AND (SELECT reach_high()))
         OR ((SELECT viewer_role()) = 'SURVEYOR' AND (SELECT viewer_id()) IN (surveyor_id, partner_id))
         OR wrote_in_case(id));
CREATE POLICY reach ON case_step FOR SELECT TO assistance_app
  USING (actor_region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) OR actor_id = (SELECT viewer_id()) OR case_in_hand(case_id));
CREATE POLICY reach ON case_assignment FOR SELECT TO assistance_app
  USING ((SELECT viewer_id()) IN (surveyor_id, partner_id) OR street BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) OR case_in_hand(case_id));
CREATE POLICY reach ON survey FOR SELECT TO assistance_app
  USING (author_id = (SELECT viewer_id()) OR region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) OR case_in_hand(case_id));
CREATE POLICY reach ON case_total FOR SELECT TO assistance_app
  USING (county BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));

CREATE POLICY reach ON admission FOR SELECT TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()));
CREATE POLICY open ON admission FOR INSERT TO assistance_app
  WITH CHECK (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) AND opener_id = (SELECT viewer_id()) AND status = 'TO_FILL'
              AND ((SELECT viewer_role()) = 'STREET_STAFF' AND case_id IS NULL
                   OR (SELECT viewer_role()) = 'COUNTY_CASEWORKER' AND case_in_hand(case_id)));
CREATE POLICY fill ON admission FOR UPDATE TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) AND (SELECT viewer_role()) = 'STREET_STAFF' AND status IN ('TO_FILL', 'PENDING'))
  WITH CHECK (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
              AND (status IN ('TO_FILL', 'WITHDRAWN') OR status = 'PENDING' AND requester_id = (SELECT viewer_id())));
CREATE POLICY decide ON admission FOR UPDATE TO assistance_app
  USING (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) AND (SELECT viewer_role()) = 'COUNTY_CASEWORKER')
  WITH CHECK (region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
              AND (status = 'TO_FILL' OR status IN ('APPROVED', 'DECLINED', 'WITHDRAWN') AND decider_id = (SELECT viewer_id())));

CREATE POLICY tell ON notice FOR INSERT TO assistance_app
  WITH CHECK (actor_id = (SELECT viewer_id()) AND spread_at IS NULL
              AND (case_in_hand(case_id) OR wrote_in_case(case_id) OR EXISTS (SELECT FROM case_assignment a WHERE a.case_id = notice.case_id)));
CREATE POLICY told ON notice FOR SELECT TO assistance_app USING (actor_id = (SELECT viewer_id()));
CREATE POLICY own ON message FOR SELECT TO assistance_app USING (staff_id = (SELECT viewer_id()));
CREATE POLICY own_reading ON message FOR UPDATE TO assistance_app USING (staff_id = (SELECT viewer_id())) WITH CHECK (staff_id = (SELECT viewer_id()));

-- The photos of a survey and the papers of a case are seen with it.
CREATE FUNCTION survey_in_reach(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT FROM survey s WHERE s.id = wanted) $$;
DROP POLICY reach ON evidence;
CREATE POLICY reach ON evidence FOR SELECT TO assistance_app
  USING (CASE WHEN survey_id IS NOT NULL THEN survey_in_reach(survey_id)
              WHEN case_id IS NOT NULL THEN case_in_hand(case_id) OR wrote_in_case(case_id)
              ELSE region BETWEEN (SELECT reach_low()) AND (SELECT reach_high()) OR person_in_reach(person_id) OR household_in_reach(household_id) END);
DROP POLICY attach ON evidence;
CREATE POLICY attach ON evidence FOR INSERT TO assistance_app
  WITH CHECK (survey_id IS NULL AND case_id IS NULL AND region BETWEEN (SELECT reach_low()) AND (SELECT reach_high())
              AND (SELECT viewer_role()) = 'STREET_STAFF');
CREATE POLICY attach_to_survey ON evidence FOR INSERT TO assistance_app
  WITH CHECK (survey_id IS NOT NULL AND EXISTS (SELECT FROM survey s WHERE s.id = survey_id AND s.author_id = (SELECT viewer_id()) AND s.case_id = evidence.case_id));
CREATE POLICY attach_to_case ON evidence FOR INSERT TO assistance_app
  WITH CHECK (survey_id IS NULL AND case_id IS NOT NULL AND (SELECT viewer_role()) IN ('COUNTY_CASEWORKER', 'STREET_STAFF')
              AND (case_in_hand(case_id) OR wrote_in_case(case_id)));

-- ── The doors: register, move, submit ──────────────────────────────────────────────────────────────────────────

-- Enters cases, each with its first step. `rows` is an array of objects named after the columns, bytes in base64. On behalf of a viewer: the
-- county's own, or of a street's county. Without one (intake): the owner of the tables. A warning that stands already is left out.
CREATE FUNCTION register_cases(rows jsonb, by_name text, at timestamptz)
RETURNS TABLE (case_id bigint, case_no text, case_key text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE own_county bigint := county_of(home_low()); made bigint[];
BEGIN
  IF viewer_id() IS NOT NULL AND (viewer_role() NOT IN ('COUNTY_CASEWORKER', 'STREET_STAFF')
     OR EXISTS (SELECT FROM jsonb_to_recordset(rows) AS r (place bigint) WHERE county_of(r.place) IS DISTINCT FROM own_county)) THEN
    RAISE EXCEPTION 'cases are entered by a county and its streets' USING ERRCODE = 'insufficient_privilege';
  END IF;
  WITH entered AS (
    INSERT INTO "case" (county, place, region, source, difficulty, subject_name, subject_id_sealed, subject_id_hash, subject_id_masked, phone, address,
                        description, asker_kind, asker_name, asker_phone, reference, reported_at, intake_client_id, import_id, record_key,
                        entered_at, limit_days, due_on, handler_name)
    SELECT county_of(r.place), r.place, r.place, r.source, r.difficulty, r.subject_name, decode(r.subject_id_sealed, 'base64'), decode(r.subject_id_hash, 'base64'),
           r.subject_id_masked, r.phone, coalesce(r.address, ''), r.description, r.asker_kind, coalesce(r.asker_name, ''), r.asker_phone, coalesce(r.reference, ''),
           coalesce(r.reported_at, at), r.intake_client_id, r.import_id, decode(r.record_key, 'base64'), at, r.limit_days, r.due_on, by_name
    FROM jsonb_to_recordset(rows) AS r (place bigint, source text, difficulty text, subject_name text, subject_id_sealed text, subject_id_hash text,
      subject_id_masked text, phone text, address text, description text, asker_kind text, asker_name text, asker_phone text, reference text,
      reported_at timestamptz, intake_client_id bigint, import_id bigint, record_key text, limit_days smallint, due_on date)
    ON CONFLICT (record_key) DO NOTHING
    RETURNING id)
  SELECT array_agg(id) INTO made FROM entered;
  INSERT INTO case_step (case_id, at, action, to_status, actor_id, actor_name, actor_role, actor_region)
  SELECT c.id, at, 'REGISTER', c.status, viewer_id(), by_name, coalesce(viewer_role(), 'SYSTEM'), home_low() FROM "case" c WHERE c.id = ANY (made) ORDER BY c.id;
  RETURN QUERY SELECT c.id, c.no, encode(c.record_key, 'base64') FROM "case" c WHERE c.id = ANY (made) ORDER BY c.id;
END $$;

-- What the viewer is to a case.
CREATE FUNCTION case_party(c "case", party text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE party
    WHEN 'OWNER' THEN viewer_role() = 'COUNTY_CASEWORKER' AND c.county BETWEEN home_low() AND home_high()
    WHEN 'TARGET' THEN viewer_role() = 'COUNTY_CASEWORKER' AND c.transfer_to BETWEEN home_low() AND home_high()
    WHEN 'STREET' THEN viewer_role() = 'STREET_STAFF' AND c.street BETWEEN home_low() AND home_high()
    WHEN 'ASSIGNEE' THEN viewer_role() IN ('SURVEYOR', 'STREET_STAFF') AND c.surveyor_id = viewer_id() END
$$;

-- Whether somebody can be sent on a survey of a street.
CREATE FUNCTION can_survey(wanted bigint, handling_street bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM staff s WHERE s.id = wanted AND s.disabled_at IS NULL AND s.role IN ('SURVEYOR', 'STREET_STAFF')
                 AND s.region BETWEEN handling_street AND handling_street + 999)
$$;

-- The one way by which a case takes a step. `moves` is an array of { case_id, version, action, to_status, note, outcome, street, transfer_to, surveyor_id,
-- partner_id, limit_days, due_on, returned }. Each is looked at again under the lock: version, transition, party, street, surveyors. Those that
-- still hold are carried out together; the others are missing from the answer, and nothing of them stands.
CREATE FUNCTION move_cases(moves jsonb, by_name text, at timestamptz)
RETURNS TABLE (case_id bigint, version int, step_id bigint, assignment_id bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE ready jsonb; me bigint := viewer_id();
BEGIN
  IF me IS NULL THEN
    RAISE EXCEPTION 'a step is somebody''s' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM c.id FROM "case" c JOIN jsonb_to_recordset(moves) AS m (case_id bigint) ON c.id = m.case_id ORDER BY c.id FOR NO KEY UPDATE OF c;
  SELECT jsonb_agg(to_jsonb(m) || jsonb_build_object('from_status', c.status, 'since', c.entered_at, 'was_due', c.due_on, 'round', c.round,
           'street', CASE WHEN m.action IN ('DISPATCH', 'REDIRECT') THEN m.street
                          WHEN m.action IN ('TRANSFER', 'ACCEPT', 'DECLINE', 'RECALL', 'SEND_BACK', 'REOPEN') THEN NULL ELSE c.street END,
           'surveyor_id', CASE WHEN m.to_status IN ('TO_DISPATCH', 'TO_ACCEPT', 'TO_ASSIGN') THEN NULL ELSE coalesce(m.surveyor_id, c.surveyor_id) END,
           'partner_id', CASE WHEN m.to_status IN ('TO_DISPATCH', 'TO_ACCEPT', 'TO_ASSIGN') THEN NULL
                              WHEN m.surveyor_id IS NOT NULL THEN m.partner_id ELSE c.partner_id END) ORDER BY c.id)
  INTO ready
  FROM jsonb_to_recordset(moves) AS m (case_id bigint, version int, action text, to_status text, note text, outcome text, street bigint, transfer_to bigint,
    surveyor_id bigint, partner_id bigint, limit_days smallint, due_on date, returned boolean)
  JOIN "case" c ON c.id = m.case_id AND c.version = m.version
  WHERE EXISTS (SELECT FROM case_transition t WHERE t.action = m.action AND t.from_status = c.status AND t.to_status = m.to_status AND case_party(c, t.party)
                AND NOT (t.action = 'ASSIGN' AND t.party = 'OWNER' AND c.returned))
    AND (m.action NOT IN ('DISPATCH', 'REDIRECT')
         OR EXISTS (SELECT FROM region r WHERE r.code = m.street AND r.level = 4 AND r.parent = c.county) AND m.street IS DISTINCT FROM c.street)
    AND (m.action <> 'TRANSFER' OR EXISTS (SELECT FROM region r WHERE r.code = m.transfer_to AND r.level = 3) AND m.transfer_to <> c.county)
    AND (m.to_status <> 'SURVEYING'
         OR (can_survey(coalesce(m.surveyor_id, c.surveyor_id), coalesce(m.street, c.street))
             AND (m.partner_id IS NULL OR can_survey(m.partner_id, coalesce(m.street, c.street)))))
    AND (m.action <> 'REASSIGN' OR m.surveyor_id IS NOT NULL)
    AND (m.to_status <> 'CLOSED' OR m.outcome IS NOT NULL)
    AND (m.action NOT IN ('SEND_BACK', 'RETURN_TASK', 'RESURVEY', 'DECLINE', 'REOPEN', 'REDIRECT', 'TRANSFER') OR btrim(coalesce(m.note, '')) <> '');
  IF ready IS NULL THEN
    RETURN;
  END IF;

  UPDATE case_assignment a SET ended_at = at, ended_by = m.action
  FROM jsonb_to_recordset(ready) AS m (case_id bigint, action text)
  WHERE a.case_id = m.case_id AND a.ended_at IS NULL AND m.action IN ('REDIRECT', 'REASSIGN', 'RETURN_TASK', 'SUBMIT', 'HANDLE');

  INSERT INTO case_assignment (case_id, round, street, surveyor_id, surveyor_name, partner_id, partner_name, note, assigned_at, assigned_by_name, due_on)
  SELECT m.case_id, m.round + 1, m.street, lead.id, lead.name, partner.id, partner.name, coalesce(m.note, ''), at, by_name, m.due_on
  FROM jsonb_to_recordset(ready) AS m (case_id bigint, round smallint, to_status text, street bigint, surveyor_id bigint, partner_id bigint, note text, due_on date)
  JOIN staff lead ON lead.id = m.surveyor_id LEFT JOIN staff partner ON partner.id = m.partner_id
  WHERE m.to_status = 'SURVEYING';

  UPDATE "case" c SET status = m.to_status, returned = coalesce(m.returned, false),
    -- Another surveyor has no more time than the first one.
    entered_at = CASE WHEN m.action = 'REASSIGN' THEN c.entered_at ELSE at END, limit_days = m.limit_days, due_on = m.due_on,
    street = m.street, transfer_to = CASE WHEN m.action = 'TRANSFER' THEN m.transfer_to END,
    county = CASE WHEN m.action = 'ACCEPT' THEN c.transfer_to ELSE c.county END,
    place = CASE WHEN m.action = 'ACCEPT' THEN c.transfer_to ELSE c.place END,
    surveyor_id = m.surveyor_id, surveyor_name = lead.name, partner_id = m.partner_id, partner_name = partner.name,
    handler_name = CASE WHEN m.to_status IN ('SURVEYING', 'TO_REVIEW') THEN lead.name ELSE by_name END,
    outcome = m.outcome, closed_at = CASE WHEN m.to_status = 'CLOSED' THEN at END, round = c.round + CASE WHEN m.to_status = 'SURVEYING' THEN 1 ELSE 0 END
  FROM jsonb_to_recordset(ready) AS m (case_id bigint, action text, to_status text, returned boolean, limit_days smallint, due_on date, street bigint,
    transfer_to bigint, surveyor_id bigint, partner_id bigint, outcome text)
  LEFT JOIN staff lead ON lead.id = m.surveyor_id LEFT JOIN staff partner ON partner.id = m.partner_id
  WHERE c.id = m.case_id;

  RETURN QUERY
  WITH written AS (
    INSERT INTO case_step (case_id, at, action, from_status, to_status, since, due_on, note, outcome, target, surveyor_name, partner_name, assignment_id,
                           actor_id, actor_name, actor_role, actor_region)
    SELECT c.id, at, m.action, m.from_status, m.to_status, m.since, m.was_due, coalesce(m.note, ''), m.outcome,
           CASE WHEN m.action = 'TRANSFER' THEN m.transfer_to WHEN m.action IN ('DISPATCH', 'REDIRECT') THEN m.street END,
           CASE WHEN m.to_status = 'SURVEYING' THEN c.surveyor_name END, CASE WHEN m.to_status = 'SURVEYING' THEN c.partner_name END, a.id,
           me, by_name, viewer_role(), home_low()
    FROM jsonb_to_recordset(ready) AS m (case_id bigint, action text, from_status text, to_status text, since timestamptz, was_due date, note text, outcome text,
      street bigint, transfer_to bigint)
    JOIN "case" c ON c.id = m.case_id
    LEFT JOIN case_assignment a ON a.case_id = c.id AND a.round = c.round AND (m.to_status IN ('SURVEYING', 'TO_REVIEW') OR m.action = 'RETURN_TASK')
    ORDER BY c.id
    RETURNING id, case_id, assignment_id)
  SELECT w.case_id, c.version, w.id, w.assignment_id FROM written w JOIN "case" c ON c.id = w.case_id ORDER BY w.case_id;
END $$;

-- 提交结果. Always accepted from the assignee, exactly once per assignment: while the assignment is open it takes the case to 待审核; if the case has
-- moved on meanwhile the survey is kept as 迟到调查 and changes no state. `fresh` is false when it stands already.
CREATE FUNCTION submit_survey(wanted bigint, request uuid, visited date, said jsonb, said_sealed bytea, review_days smallint, review_due date,
                              by_name text, at timestamptz)
RETURNS TABLE (survey_id bigint, case_id bigint, is_late boolean, fresh boolean, accepted_request uuid) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE task case_assignment; target "case"; behind boolean; made bigint;
BEGIN
  IF viewer_role() NOT IN ('SURVEYOR', 'STREET_STAFF') THEN
    RETURN;
  END IF;
  SELECT * INTO task FROM case_assignment a WHERE a.id = wanted AND a.surveyor_id = viewer_id();
  IF NOT FOUND THEN
    RETURN;
  END IF;
  -- The case's row is the turn: of two identical submits the second finds what the first has written.
  SELECT * INTO target FROM "case" c WHERE c.id = task.case_id FOR NO KEY UPDATE;
  SELECT s.id, s.late INTO made, behind FROM survey s WHERE s.assignment_id = wanted;
  IF made IS NOT NULL THEN
    RETURN QUERY SELECT s.id, s.case_id, s.late, false, s.request_id FROM survey s WHERE s.id = made;
    RETURN;
  END IF;
  behind := true;
  IF target.status = 'SURVEYING' AND target.surveyor_id = viewer_id()
     AND EXISTS (SELECT FROM case_assignment a WHERE a.id = wanted AND a.ended_at IS NULL) THEN
    PERFORM * FROM move_cases(jsonb_build_array(jsonb_build_object('case_id', target.id, 'version', target.version, 'action', 'SUBMIT', 'to_status', 'TO_REVIEW',
      'limit_days', review_days, 'due_on', review_due)), by_name, at);
    behind := NOT FOUND;
  END IF;
  INSERT INTO survey (assignment_id, case_id, region, visited_on, late, content, content_sealed, author_id, author_name, author_role, author_region, submitted_at, request_id)
  VALUES (wanted, task.case_id, task.street, visited, behind, said, said_sealed, viewer_id(), by_name, viewer_role(), home_low(), at, request)
  RETURNING id INTO made;
  IF behind THEN
    INSERT INTO case_step (case_id, at, action, from_status, to_status, assignment_id, actor_id, actor_name, actor_role, actor_region)
    VALUES (target.id, at, 'LATE_SURVEY', target.status, target.status, wanted, viewer_id(), by_name, viewer_role(), home_low());
  END IF;
  RETURN QUERY SELECT made, task.case_id, behind, true, request;
END $$;

-- Who can be sent on a survey of a street, each with the load: for the street itself and its county.
CREATE FUNCTION surveyors_of(wanted bigint)
RETURNS TABLE (id bigint, name text, role text, region bigint, open_tasks int, overdue_tasks int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.id, s.name, s.role, s.region, count(c.id)::int, (count(c.id) FILTER (WHERE c.due_on < today()))::int
  FROM staff s LEFT JOIN "case" c ON c.surveyor_id = s.id AND c.status = 'SURVEYING'
  WHERE region_level(wanted) = 4 AND s.region BETWEEN wanted AND wanted + 999 AND s.disabled_at IS NULL AND s.role IN ('SURVEYOR', 'STREET_STAFF')
    AND viewer_role() IN ('COUNTY_CASEWORKER', 'STREET_STAFF')
    AND (wanted BETWEEN reach_low() AND reach_high())
  GROUP BY s.id ORDER BY count(c.id), s.id
$$;

-- Telephones and sealed ID number of one case in hand; the surveyor gets the telephones, to find the door.
CREATE FUNCTION case_contact(wanted bigint) RETURNS TABLE (phone text, asker_phone text, subject_id_sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT c.phone, c.asker_phone, CASE WHEN viewer_role() IN ('COUNTY_CASEWORKER', 'STREET_STAFF') THEN c.subject_id_sealed END FROM "case" c
  WHERE c.id = wanted AND viewer_role() IN ('COUNTY_CASEWORKER', 'STREET_STAFF', 'SURVEYOR') AND case_in_hand(c.id)
$$;
-- ID numbers that a survey of a case in hand has gathered, sealed.
CREATE FUNCTION survey_sealed_of(wanted bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.content_sealed FROM survey s
  WHERE s.id = wanted AND viewer_role() IN ('COUNTY_CASEWORKER', 'STREET_STAFF') AND (case_in_hand(s.case_id) OR s.region BETWEEN reach_low() AND reach_high())
$$;
-- What an admission holds sealed, for those who fill it in and decide it.
CREATE FUNCTION admission_sealed_of(wanted bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT a.content_sealed FROM admission a
  WHERE a.id = wanted AND viewer_role() IN ('COUNTY_CASEWORKER', 'STREET_STAFF') AND a.region BETWEEN reach_low() AND reach_high()
$$;

-- A changed calendar moves what is due from a day on. The administrator who changes it sees no case: only on which days steps began, how many
-- working days they have, and when they are due.
CREATE FUNCTION open_due_dates(since date) RETURNS TABLE (entered_on date, limit_days smallint, due_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT DISTINCT (c.entered_at AT TIME ZONE 'Asia/Shanghai')::date, c.limit_days, c.due_on FROM "case" c
  WHERE viewer_role() = 'SYSTEM_ADMIN' AND c.status <> 'CLOSED' AND c.due_on >= since
$$;
-- `moves` is an array of { entered_on, limit_days, was_due, due_on }. Answers how many cases were moved.
CREATE FUNCTION move_due_dates(moves jsonb) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE moved bigint[];
BEGIN
  IF viewer_role() IS DISTINCT FROM 'SYSTEM_ADMIN' THEN
    RAISE EXCEPTION 'the calendar is the administrator''s' USING ERRCODE = 'insufficient_privilege';
  END IF;
  moved := ARRAY(SELECT c.id FROM "case" c JOIN jsonb_to_recordset(moves) AS m (entered_on date, limit_days smallint, was_due date)
                   ON c.due_on = m.was_due AND c.limit_days = m.limit_days AND (c.entered_at AT TIME ZONE 'Asia/Shanghai')::date = m.entered_on
                 WHERE c.status <> 'CLOSED' ORDER BY c.id FOR NO KEY UPDATE OF c);
  UPDATE "case" c SET due_on = m.due_on FROM jsonb_to_recordset(moves) AS m (entered_on date, limit_days smallint, was_due date, due_on date)
  WHERE c.id = ANY (moved) AND c.due_on = m.was_due AND c.limit_days = m.limit_days AND (c.entered_at AT TIME ZONE 'Asia/Shanghai')::date = m.entered_on;
  UPDATE case_assignment a SET due_on = c.due_on FROM "case" c WHERE c.id = ANY (moved) AND a.case_id = c.id AND a.ended_at IS NULL;
  RETURN cardinality(moved);
END $$;

REVOKE ALL ON FUNCTION case_total_add(), case_total_change(), case_guard(), is_never_deleted(), case_assignment_guard(), admission_guard(), case_in_hand(bigint),
  wrote_in_case(bigint), survey_in_reach(bigint), register_cases(jsonb, text, timestamptz), case_party("case", text), can_survey(bigint, bigint),
  move_cases(jsonb, text, timestamptz), submit_survey(bigint, uuid, date, jsonb, bytea, smallint, date, text, timestamptz), surveyors_of(bigint),
  case_contact(bigint), survey_sealed_of(bigint), admission_sealed_of(bigint), open_due_dates(date), move_due_dates(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_in_hand(bigint), wrote_in_case(bigint), survey_in_reach(bigint), register_cases(jsonb, text, timestamptz),
  move_cases(jsonb, text, timestamptz), submit_survey(bigint, uuid, date, jsonb, bytea, smallint, date, text, timestamptz), surveyors_of(bigint),
  case_contact(bigint), survey_sealed_of(bigint), admission_sealed_of(bigint), open_due_dates(date), move_due_dates(jsonb) TO assistance_app;

GRANT SELECT ON holiday, calendar_year, case_transition, case_step, case_assignment, case_total TO assistance_app;
GRANT SELECT (id, no, county, street, transfer_to, place, region, source, difficulty, subject_name, subject_id_hash, subject_id_masked, phone_masked, address,
  description, asker_kind, asker_name, asker_phone_masked, reference, reported_at, intake_client_id, import_id, record_key, status, returned, entered_at,
  limit_days, due_on, surveyor_id, surveyor_name, partner_id, partner_name, handler_name, outcome, closed_at, round, version) ON "case" TO assistance_app;
GRANT SELECT (id, assignment_id, case_id, region, visited_on, late, content, author_id, author_name, author_role, author_region, submitted_at, request_id)
  ON survey TO assistance_app;
GRANT SELECT (id, case_id, region, aim, status, subject_name, content, household_id, opened_at, opener_id, opener_name, opener_role, opener_region,
  requested_at, requester_id, requester_name, requester_role, requester_region, decided_at, decider_id, decider_name, decider_role, decider_region,
  decision_note, sent_back_note, version, request_id) ON admission TO assistance_app;
GRANT INSERT (case_id, region, aim, subject_name, content, content_sealed, opened_at, opener_id, opener_name, opener_role, opener_region, request_id)
  ON admission TO assistance_app;
GRANT UPDATE (region, status, subject_name, content, content_sealed, household_id, requested_at, requester_id, requester_name, requester_role, requester_region,
  decided_at, decider_id, decider_name, decider_role, decider_region, decision_note, sent_back_note) ON admission TO assistance_app;
GRANT INSERT (kind, case_id, staff_id, region, role, note, key, actor_id, actor_name, at) ON notice TO assistance_app;
GRANT SELECT (id, kind, case_id, actor_id, at) ON notice TO assistance_app;
GRANT SELECT ON message TO assistance_app;
GRANT UPDATE (read_at) ON message TO assistance_app;
GRANT INSERT, UPDATE, DELETE ON holiday, calendar_year, parameter TO assistance_app;
GRANT SELECT (phone) ON staff TO assistance_app;
GRANT INSERT (phone) ON staff TO assistance_app;
GRANT UPDATE (phone) ON staff TO assistance_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO assistance_app;
