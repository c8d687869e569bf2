"""The sentences by which DuckDB turns OpenAlex's records into the promised tables, one pass over a part."""

from utsyn.evidence.sources.openalex_awards import UNION

# An author's seat on a work. Countries come from institutions and from the author's own list: 22 of 686 real authorships have one
# that no institution gives. The first country is that of what is matched in the first affiliation; where nothing is, the only
# country there is, or else the only one that no institution gives; otherwise it is unknown. The numbers after
# `https://openalex.org/` and a letter begin at the 23rd character.
STAGE = """
WITH seated AS (
  SELECT *, list_transform(authorships, lambda a: {
    'author': a.author.id,
    'institutions': list_sort(list_distinct(list_transform(a.institutions, lambda i: CAST(substr(i.id, 23) AS BIGINT)))),
    'countries': list_sort(list_distinct(list_concat(list_transform(a.institutions, lambda i: i.country_code), a.countries))),
    'alone': list_filter(a.countries, lambda c: NOT list_contains(list_transform(a.institutions, lambda i: i.country_code), c)),
    'first': list_filter(a.institutions, lambda i: i.id = a.affiliations[1].institution_ids[1])[1].country_code,
    'home': list_has_any(
      flatten(list_transform(a.institutions, lambda i: list_append(i.lineage, i.id))), getvariable('home')),
    'company': list_contains(list_transform(a.institutions, lambda i: i."type"), 'company')
  }) AS seats
  FROM records
), funded AS (
  SELECT *, list_filter(list_concat(
    list_transform(awards, lambda g: {'number': g.funder_award_id, 'funder': g.funder_display_name}),
    list_transform(grants, lambda g: {'number': g.award_id, 'funder': g.funder_display_name})),
    lambda g: regexp_matches(lower(g.funder), '$UNION')) AS paid
  FROM seated
), flagged AS (
  SELECT *, coalesce(is_retracted, false) AS retracted, coalesce(is_xpac, false) AS xpac,
    coalesce(is_paratext, false) OR coalesce("type" = 'paratext', false) AS paratext
  FROM funded
)
SELECT
  CAST(CASE WHEN starts_with(id, 'https://openalex.org/W') THEN substr(id, 23) ELSE id END AS BIGINT) AS "work",
  publication_year AS "year",
  "type",
  coalesce("type" IN ('article', 'review'), false) AND NOT retracted AND NOT paratext AND NOT xpac AS core,
  retracted, paratext, xpac,
  "language",
  lower(replace(doi, 'https://doi.org/', '')) AS doi,
  title,
  CAST(substr(primary_location.source.id, 23) AS BIGINT) AS source,
  CAST(substr(primary_topic.id, 23) AS BIGINT) AS topic,
  CAST(substr(primary_topic.subfield.id, 32) AS BIGINT) AS subfield,
  CAST(substr(primary_topic.field.id, 29) AS BIGINT) AS field,
  cited_by_count AS cited,
  TRY_CAST(floor(fwci * 1000000 + 0.5) AS BIGINT) AS fwci,
  CAST(len(seats) AS BIGINT) AS authors,
  coalesce(is_authors_truncated, false) AS cut,
  CAST(len(list_filter(seats, lambda s: len(s.countries) > 0)) AS BIGINT) AS with_country,
  CASE WHEN len(getvariable('home')) > 0 THEN CAST(len(list_filter(seats, lambda s: s.home)) AS BIGINT) END AS home_authors,
  coalesce(list_sort(list_distinct(flatten(list_transform(seats, lambda s: s.countries)))), []) AS countries,
  coalesce(list_sort(list_distinct(list_transform(seats, lambda s: coalesce(s.first,
    CASE WHEN len(s.countries) = 1 THEN s.countries[1] WHEN len(s.alone) = 1 THEN s.alone[1] END)))), []) AS first_countries,
  coalesce(list_sort(list_distinct(list_transform(
    list_filter(seats, lambda s: len(s.countries) = 1), lambda s: s.countries[1]))), []) AS single_countries,
  coalesce(list_sort(list_distinct(flatten(list_transform(seats, lambda s: s.institutions)))), []) AS institutions,
  coalesce(list_contains(list_transform(seats, lambda s: s.company), true), false) AS companies,
  CASE WHEN awards IS NOT NULL OR grants IS NOT NULL THEN list_sort(list_distinct(flatten(list_filter(
    list_transform(paid, lambda g: list_distinct(list_filter(regexp_extract_all(g.number, '[0-9]+'), lambda n: len(n) IN (6, 9)))),
    lambda found: len(found) = 1)))) END AS awards,
  md5(concat_ws('|', coalesce("type", ''), coalesce(publication_year, 0), retracted, paratext, xpac, coalesce("language", ''),
    coalesce(primary_topic.id, ''), coalesce(primary_location.source.id, ''), array_to_string(list_transform(seats, lambda s:
      concat_ws(':', coalesce(s.author, ''), array_to_string(s.institutions, ','), array_to_string(s.countries, ','),
        coalesce(s.first, ''))), ';'))) AS content,
  coalesce(updated_date, '') AS updated,
  is_xpac IS NULL AS untold,
  CASE WHEN list_contains(list_transform(seats, lambda s: s.home), true) THEN authorships END AS ours
FROM flagged
""".replace("$UNION", UNION)
# Of several records of a work that of the newest day, and of those the last; nothing that the source says is deleted.
TWICE = """
WITH twice AS (SELECT "work" FROM staged GROUP BY "work" HAVING count(*) > 1)
SELECT filename, file_row_number FROM (
  SELECT filename, file_row_number,
    row_number() OVER (PARTITION BY "work" ORDER BY updated DESC, filename DESC, file_row_number DESC) AS place
  FROM staged WHERE "work" IN (SELECT "work" FROM twice)
) WHERE place > 1
"""
KEPT = 'SELECT staged.* FROM staged ANTI JOIN gone USING ("work") ANTI JOIN older USING (filename, file_row_number)'
# A seat has a row for each institution that is matched, with all its strings on lines of their own, and one for each string that
# is not: institution 0, which keeps its part of the author. `affiliations` counts these rows.
AUTHORSHIPS = """
WITH seats AS (
  SELECT "work", unnest(ours) AS a, generate_subscripts(ours, 1) AS "position" FROM kept WHERE ours IS NOT NULL
), told AS (
  SELECT *, list_transform(coalesce(a.institutions, []), lambda i: i.id) AS ids,
    list_distinct(list_transform(coalesce(a.institutions, []), lambda i: i.country_code)) AS theirs,
    list_distinct(list_concat(list_transform(a.institutions, lambda i: i.country_code), a.countries)) AS every
  FROM seats
), matched AS (
  SELECT *, list_transform(coalesce(a.affiliations, []), lambda f: {
    'raw': f.raw_affiliation_string, 'ids': list_filter(coalesce(f.institution_ids, []), lambda i: list_contains(ids, i))
  }) AS strings, list_filter(coalesce(a.countries, []), lambda c: NOT list_contains(theirs, c)) AS alone
  FROM told
), found AS (
  SELECT *, list_concat(
    flatten(list_transform(strings, lambda t: list_transform(
      CASE WHEN len(t.ids) > 0 THEN t.ids ELSE [CAST(NULL AS VARCHAR)] END, lambda i: {'raw': t.raw, 'id': i}))),
    list_transform(list_filter(ids, lambda i: NOT list_contains(flatten(list_transform(strings, lambda t: t.ids)), i)),
      lambda i: {'raw': CAST(NULL AS VARCHAR), 'id': i})) AS pairs
  FROM matched
), pairs AS (
  SELECT * EXCLUDE (pairs), unnest(CASE WHEN len(pairs) > 0 THEN pairs ELSE [{'raw': NULL, 'id': NULL}] END) AS p FROM found
), named AS (
  SELECT "work", "position",
    any_value(CASE WHEN a.author.id NOT IN ('https://openalex.org/A9999999999', 'https://openalex.org/A5317838346')
      THEN CAST(substr(a.author.id, 23) AS BIGINT) END) AS author,
    any_value(replace(a.author.orcid, 'https://orcid.org/', '')) AS orcid,
    coalesce(CAST(substr(p.id, 23) AS BIGINT), 0) AS institution,
    any_value(CASE WHEN p.id IS NOT NULL THEN list_filter(a.institutions, lambda i: i.id = p.id)[1].country_code
      WHEN len(every) = 1 THEN every[1] WHEN len(alone) = 1 THEN alone[1] END) AS country,
    string_agg(DISTINCT p.raw, chr(10) ORDER BY p.raw) AS raw
  FROM pairs GROUP BY "work", "position", p.id, CASE WHEN p.id IS NULL THEN p.raw END
)
SELECT "work", "position", author, orcid, institution, country,
  count(*) OVER (PARTITION BY "work", "position") AS affiliations, raw
FROM named ORDER BY "work", "position", institution, raw
"""
# Those on works of home, when the source's own list of institutions is not at hand: what lies above them is known, not which is next.
SEEN = """
SELECT CAST(substr(i.id, 23) AS BIGINT) AS organisation, max(replace(i.ror, 'https://ror.org/', '')) AS ror,
  max(i.display_name) AS "name", max(i.country_code) AS country, max(i."type") AS kind, CAST(NULL AS VARCHAR) AS status,
  CAST(NULL AS BIGINT) AS lat, CAST(NULL AS BIGINT) AS lon, CAST(NULL AS VARCHAR[]) AS parents,
  CAST(NULL AS VARCHAR[]) AS successors,
  list_sort(max(list_transform(i.lineage, lambda l: CAST(substr(l, 23) AS BIGINT)))) AS lineage
FROM (SELECT unnest(a.institutions) AS i FROM (SELECT unnest(ours) AS a FROM kept WHERE ours IS NOT NULL))
WHERE i.id IS NOT NULL GROUP BY i.id ORDER BY organisation
"""
REGISTER = """
SELECT CAST(substr(id, 23) AS BIGINT) AS organisation, replace(ror, 'https://ror.org/', '') AS ror, display_name AS "name",
  country_code AS country, "type" AS kind, CAST(NULL AS VARCHAR) AS status,
  CAST(round(geo.latitude * 1000000) AS BIGINT) AS lat, CAST(round(geo.longitude * 1000000) AS BIGINT) AS lon,
  list_sort(list_transform(list_filter(coalesce(associated_institutions, []), lambda a: a.relationship = 'parent'),
    lambda a: replace(a.ror, 'https://ror.org/', ''))) AS parents,
  CAST(NULL AS VARCHAR[]) AS successors,
  list_sort(list_transform(lineage, lambda l: CAST(substr(l, 23) AS BIGINT))) AS lineage
FROM records WHERE id IS NOT NULL ORDER BY organisation
"""
COUNTS = """
SELECT count(*) FILTER (retracted) AS retracted,
  count(*) FILTER (paratext) AS paratext, count(*) FILTER (xpac) AS xpac, count(*) FILTER (cut) AS cut,
  count(*) FILTER ("year" IS NULL) AS yearless, count(*) FILTER (coalesce(authors, 0) = 0) AS authorless,
  count(*) FILTER (authors > 0 AND with_country = 0) AS countryless, count(*) FILTER (untold) AS untold,
  count(*) FILTER (fwci IS NULL) AS fwciless, count(*) FILTER (awards IS NULL) AS awardless
FROM kept
"""
