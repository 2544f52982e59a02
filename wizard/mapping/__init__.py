"""Attribute mappings: expression language, scoping filters, the SCIM body for one person. Pure.

Nothing here reads a file, a clock or the network: functions such as Now() or
SelectUniqueValue() get what they need from `EvaluationContext(now=…, random=…, existing=…, variables=…)`.

Entry points:

`mapping.expression`
    `parse(text) -> Node`, `check(node, known_attributes=()) -> (ExpressionFinding, …)`,
    `compile_expression(text | node) -> Compiled`,
    `Compiled.evaluate(person, context) -> EvaluationOutcome(value, uncertainties, random)`,
    `Compiled.steps(…)`, `evaluate(text, person, context)`, `to_text(node)`, `to_lines(node)`,
    `attributes(node)`, `tokens(text)` for highlighting, `SIGNATURES` for completion and help.
    Errors: `ExpressionError` with `.code`, `.position` (from 0) and `.problem`.
    `EvaluationOutcome.certain` False: show the value as uncertain, with `uncertainties[i].problem`.
`mapping.expression.source`
    `read_source(dict) -> Source`, `write_source(source) -> dict`, `to_source(node)`, `from_source(source)`.
`mapping.attributes`
    `read_schema(dict) -> MappingSchema`, `write_schema(schema) -> dict`, lossless;
    `schema.mapping_for("User") -> (SynchronizationRule, ObjectMapping) | None`,
    `ObjectMapping.mappings: (AttributeMapping, …)`, `.scope: Filter | None`, `.matching`,
    `.with_mapping(…)`, `.without(…)`, `schema.with_object_mapping(old, new)`.
`mapping.changes`
    `changes(old, new) -> (BodyChange(aspect, target, before, after), …)` between two object mappings.
`mapping.mapper`
    `Mapper.of(schema)`: the mappings compiled once. `mapper.values(person, context) -> {target: value}` for
    whole directories, `mapper.results(person, context)` with doubts and steps.
`mapping.body`
    `preview(person, schema | mapper, target_account | None, compliant=False, in_scope=True, context=…,
    trace=True) -> Preview(action, method, path, body, match, why, trace)`. `compliant`: the Tenant URL
    carries aadOptscim062020. `Preview.action`: create, update, disable, none, skip.
`mapping.matching`
    `searches(mapper, person, context) -> (AccountSearch(target, value), …)` in the order Entra tries them.
`mapping.active_mapping`
    `judge_active(mapper, people={}) -> ActiveVerdict(problem, expression, certain, person)`: whether active
    goes from True to False for everyone who leaves.
`mapping.source_attributes`
    The table of source attributes and where Graph keeps them: `source_attribute(name)`,
    `graph_properties(names)`.
`mapping.scoping`
    `read_filter(dict | None) -> Filter | None`, `write_filter`,
    `in_scope(filter, person) -> ScopeVerdict(holds, reasons)`, `passes(group, person)`,
    `holds(clause, person)`, `split(filter, people) -> Split(inside, outside, uncertain)` for a live
    count, `OPERATORS`.
`mapping.person`
    `source_person(graph_user, in_scope=True, soft_deleted=False, needed=()) -> dict`: a Graph user under
    the names and with the values (IsSoftDeleted, guests' names) that mappings see. What is
    `needed` and was not read comes as `Unread`.
`mapping.paths`
    `parse_path('emails[type eq "work"].value') -> ScimPath` with `.read(account)` and
    `.write(body, value)`.
"""
