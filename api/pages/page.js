// The page: asks /graphql of this host for everything it shows, and nothing else.

const TEXTS = {
  zh: {
    day: "日期", measures: "覆盖率", subdistricts: "各镇街三级联系(严口径)", gaps: "缺口", more: "更多", try: "查询示例", run: "运行", close: "关闭",
    gapsHint: "点村(社区)名称看责任链。", tryHint: "选一个示例,改动后运行;接口地址是 /graphql,只接受 POST。",
    heads: { measure: "指标", nominal: "名义", effective: "实际", place: "镇街", community: "村(社区)", reason: "问题", seat: "席位", since: "起始", days: "天数",
      holders: "名册所列", role: "环节", status: "状态", who: "由谁" },
    headline: (all, linked) => `${all} 个村(社区)中,${linked} 个三级联系完整到位(严口径,实际)`, fixed: "“今天”固定为", empty: "还没有数据。请运行:liandong import 文件…", unreachable: "服务器没有回应。",
    none: "没有缺口。", broken: "第一处断点", chainOf: "责任链", nobody: "—", wholeGroup: "整组", loading: "正在读取…",
  },
  en: {
    day: "Day", measures: "Coverage", subdistricts: "Linkage by subdistrict (strict)", gaps: "Gaps", more: "More", try: "Queries to try", run: "Run", close: "Close",
    gapsHint: "Choose a community to see its chain of responsibility.", tryHint: "Choose one, change it, run it. The address is /graphql; it takes POST only.",
    heads: { measure: "Measure", nominal: "On paper", effective: "Effective", place: "Subdistrict", community: "Community", reason: "Reason", seat: "Seat",
      since: "Since", days: "Days", holders: "In the books", role: "Hop", status: "Status", who: "Who" },
    headline: (all, linked) => `${linked} of ${all} communities are linked at all three levels (strict, effective)`, fixed: "Today is fixed at", empty: "Nothing is recorded yet. Run: liandong import FILE…",
    unreachable: "The server does not answer.", none: "No gaps.", broken: "first broken hop", chainOf: "Chain of responsibility", nobody: "—",
    wholeGroup: "whole group", loading: "Loading…",
  },
};

const $ = (id) => document.getElementById(id);
const state = { language: "zh", words: new Map(), day: "", cursor: null, queries: {} };
const text = () => TEXTS[state.language];
const word = (enumeration, value) => state.words.get(`${enumeration}.${value}`) ?? value;

/** An element: h("td", {className: "number"}, "text", child, …). Texts never become markup. */
function h(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// ---- asking

async function post(query, variables = {}) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": state.language },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** The data of one of the page's own queries; its first error is thrown. */
async function ask(name, variables) {
  const answer = await post(state.queries[name], { date: state.day, language: state.language.toUpperCase(), ...variables });
  if (answer.errors) throw new Error(answer.errors[0].message);
  return answer.data;
}

/** The documents of a file, each with its title in both languages: "# 中文 · English" stands above it. */
async function documents(file) {
  const source = await (await fetch(file)).text();
  return source.trim().split(/\n(?=# )/).map((part) => {
    const [title, ...lines] = part.split("\n");
    const [zh, en] = title.slice(2).split(" · ");
    return { title: { zh, en }, query: lines.join("\n").trim() };
  });
}

// ---- tables

const NUMBERS = ["nominal", "effective", "since", "days"];
const head = (...keys) => h("thead", {}, h("tr", {}, ...keys.map((key) => h("th", { scope: "col", className: NUMBERS.includes(key) ? "number" : "" }, text().heads[key] ?? ""))));
const percent = (ratio) => (ratio?.value == null ? "—" : `${(100 * ratio.value).toFixed(1)} %`);

function rate(ratio) {
  if (!ratio) return h("td", { className: "number" }, "—");
  return h("td", { className: "number" }, `${percent(ratio)} `, h("small", {}, `${ratio.numerator ?? "—"}/${ratio.denominator ?? "—"}`));
}

function showMeasures(measures) {
  const rows = measures.map((m) => h("tr", {}, h("td", {}, m.label), rate(m.nominal), rate(m.effective)));
  $("measures").replaceChildren(head("measure", "nominal", "effective"), h("tbody", {}, ...rows));
}

function showSubdistricts(breakdown) {
  const rows = breakdown.map((group) => {
    const ratio = group.measures[0].effective;
    const bar = h("progress", { max: ratio.denominator || 1, value: ratio.numerator ?? 0, ariaLabel: group.label });
    return h("tr", {}, h("td", {}, group.label), h("td", {}, bar), rate(ratio));
  });
  $("subdistricts").replaceChildren(head("place", "bar", "effective"), h("tbody", {}, ...rows));
}

function gapRow({ reason, seatKind, seats, since, days, community, holders }) {
  const open = h("button", { type: "button", className: "link", onclick: () => guarded(() => showChain(community.code)) }, community.name);
  const names = [...new Set(holders.map((holder) => holder.person?.name).filter(Boolean))].join("、");
  const kinds = seatKind ? [seatKind] : seats.map((seat) => seat.kind);
  return h("tr", {},
    h("td", {}, open, " ", h("small", {}, community.subdistrict.name)),
    h("td", { className: "gap" }, word("GapReason", reason)),
    h("td", {}, kinds.map((kind) => word("SeatKind", kind)).join("、") || text().wholeGroup),
    h("td", {}, names || text().nobody),
    h("td", { className: "number" }, since ?? "—"),
    h("td", { className: "number" }, days ?? "—"));
}

async function showGaps(again) {
  const { gaps } = (await ask("Gaps", { after: again ? null : state.cursor })).asOf.coverage;
  if (again) $("gaps").replaceChildren(head("community", "reason", "seat", "holders", "since", "days"), h("tbody"));
  $("gaps").tBodies[0].append(...gaps.edges.map((edge) => gapRow(edge.node)));
  $("gapCount").textContent = gaps.totalCount || text().none;
  $("more").hidden = !gaps.pageInfo.hasNextPage;
  state.cursor = gaps.pageInfo.endCursor;
}

// ---- the chain

function holderLine(holder) {
  const post = holder.post ? ` ${holder.post.organization.name} ${holder.post.title}` : "";
  const span = [holder.since, holder.until].some(Boolean) ? ` ${holder.since ?? ""} –${holder.until ? ` ${holder.until}` : ""}` : "";
  return h("div", {}, holder.person?.name ?? "—", h("small", {}, post + span));
}

function hopRow(hop, broken) {
  const reason = hop.reason && hop.reason !== hop.status ? ` · ${word("GapReason", hop.reason)}` : "";
  const holders = hop.holders.map(holderLine);
  return h("tr", { className: broken ? "broken" : "" },
    h("td", {}, hop.label, broken && h("div", {}, h("small", {}, text().broken))),
    h("td", { className: hop.status }, word("FillStatus", hop.status) + reason),
    h("td", {}, ...(holders.length ? holders : [hop.organization?.name ?? text().nobody])));
}

async function showChain(code) {
  const { community, responsibilityChain } = (await ask("Chain", { code })).asOf;
  const { now } = responsibilityChain;
  const broken = now.standing.findIndex((hop) => hop.role === now.firstBroken?.role);
  const rows = now.standing.map((hop, index) => hopRow(hop, index === broken));
  $("chainTitle").replaceChildren(`${community?.name ?? code} `, h("small", {}, `${text().chainOf} · ${now.date}`));
  $("chainBody").replaceChildren(h("table", {}, head("role", "status", "who"), h("tbody", {}, ...rows)));
  if (!$("chain").open) $("chain").showModal();
}

// ---- the whole

function say(message) {
  $("message").textContent = message;
  $("message").hidden = !message;
}

async function guarded(work) {
  try {
    say(text().loading);
    await work();
    say("");
  } catch (error) {
    say(error instanceof TypeError ? text().unreachable : error.message);
  }
}

async function showDay() {
  const { coverage } = (await ask("Overview")).asOf;
  const linked = coverage.measures.find((m) => m.kpi === "LINKAGE" && m.strictness === "STRICT").effective;
  $("headline").replaceChildren(h("strong", {}, percent(linked)), text().headline(coverage.communities, linked.numerator));
  showMeasures(coverage.measures);
  showSubdistricts(coverage.breakdown);
  await showGaps(true);
  $("overview").hidden = false;
}

async function start() {
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text()[element.dataset.text];
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  $("language").textContent = state.language === "zh" ? "English" : "中文";
  showExamples();
  const { date, districts, vocabulary } = await ask("Start");
  state.words = new Map(vocabulary.map((term) => [`${term.enumeration}.${term.value}`, term.label]));
  const names = districts.edges.map((edge) => edge.node.name);
  $("district").textContent = names.join("、");
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format();
  $("fixed").textContent = `${text().fixed} ${date}`;
  $("fixed").hidden = date === clock;
  $("day").max = date;
  $("day").value = state.day ||= date;
  if (!names.length) throw new Error(text().empty);
  await showDay();
}

function showExamples() {
  const buttons = state.examples.map((example) => h("button", { type: "button", onclick: () => choose(example) }, example.title[state.language]));
  $("examples").replaceChildren(...buttons);
}

function choose(example) {
  $("query").value = example.query;
  return run();
}

async function run() {
  $("result").textContent = text().loading;
  await guarded(async () => ($("result").textContent = JSON.stringify(await post($("query").value), null, 2)));
}

async function begin() {
  state.examples = await documents("/pages/examples.graphql");
  for (const { query } of await documents("/pages/queries.graphql")) state.queries[query.match(/query (\w+)/)[1]] = query;
  $("query").value = state.examples[0].query;
  $("day").onchange = () => $("day").validity.valid && guarded(() => ((state.day = $("day").value), showDay()));
  $("more").onclick = () => guarded(() => showGaps(false));
  $("run").onclick = run;
  $("query").onkeydown = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && run();
  $("language").onclick = () => ((state.language = state.language === "zh" ? "en" : "zh"), guarded(start));
  await start();
}

guarded(begin);
