// Keeps what is asked (filters, search, choice) and has drawing and panel follow it. The choice lives in the address
// (#relation=ID, #entity=ID), so that it can be shared and the browser's back button undoes it.

(() => {
  const $ = id => document.getElementById(id);
  const data = JSON.parse($("contents").textContent, (_, value) => typeof value === "string" ? printable(value) : value);
  const entities = new Map(data.entities.map(entity => [entity.id, entity]));
  const relations = new Map(data.relations.map(relation => [relation.id, relation]));
  const colours = channelColours(data.channels);
  const asked = {statuses: new Set(data.statuses), channels: new Set(data.channels), belief: 0, query: "", tab: "relations"};

  for (const entity of entities.values()) entity.degree = 0;
  for (const relation of relations.values()) {
    relation.source = entities.get(relation.subject);
    relation.target = entities.get(relation.object);
    relation.source.degree += 1;
    relation.target.degree += 1;
    relation.sentence = `${relation.source.name} ${verb(relation.type)} ${relation.target.name} (${relation.status}, belief ${relation.belief.toFixed(2)})`;
    relation.sought = [relation.sentence, ...relation.source.names, ...relation.target.names, ...relation.claims.map(claim => claim.quote)].join("\n").toLowerCase();
  }
  for (const entity of entities.values()) entity.sought = [entity.name, entity.type, ...entity.names].join("\n").toLowerCase();

  const panel = makePanel({entities, colours, choose});
  const drawing = makeDrawing({box: $("graph"), nodes: data.entities, edges: data.relations, focus: data.focus, colours, choose});

  // As on the command line, what would turn or hide text (a name that reads as another's) is shown by its number.
  function printable(text) {
    return text.replace(/\s/gu, " ").replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, char =>
      Array.from({length: char.length}, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""));
  }

  function choose(kind, id) {
    location.hash = kind ? `${kind}=${encodeURIComponent(id)}` : "";
  }

  function chosen() {
    const [, kind, id] = /^#(relation|entity)=(.*)$/.exec(location.hash) || [];
    const found = kind && (kind === "relation" ? relations : entities).get(decoded(id));
    return found ? {kind, item: found} : null;
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; } // somebody's own address, cut off
  }

  const passes = relation => asked.statuses.has(relation.status) && asked.channels.has(relation.channel) && relation.belief >= asked.belief;
  const isSought = item => item.sought.includes(asked.query);

  /** Marks what is gone (filtered out), dim (not what is sought or chosen) and chosen, and shows it. */
  function refresh() {
    const choice = chosen();
    const near = new Set();
    for (const entity of entities.values()) Object.assign(entity, {gone: entity.id !== data.focus, chosen: false});
    for (const relation of relations.values()) {
      relation.gone = !passes(relation);
      relation.chosen = choice !== null && choice.item === relation;
      const touched = relation.chosen || (choice !== null && (choice.item === relation.source || choice.item === relation.target));
      if (!relation.gone) relation.source.gone = relation.target.gone = false;
      if (touched && !relation.gone) [relation, relation.source, relation.target].forEach(item => near.add(item));
    }
    if (choice) {
      choice.item.chosen = true;
      near.add(choice.item);
    }
    for (const item of [...entities.values(), ...relations.values()]) {
      item.dim = choice ? !near.has(item) : Boolean(asked.query) && !isSought(item);
    }
    drawing.refresh();
    showPanel(choice);
  }

  function showPanel(choice) {
    const seen = [...relations.values()].filter(relation => !relation.gone);
    const listed = seen.filter(isSought).sort((a, b) => b.belief - a.belief);
    const named = [...entities.values()].filter(entity => !entity.gone && isSought(entity)).sort((a, b) => b.degree - a.degree || (a.name < b.name ? -1 : 1));
    $("show-relations").textContent = `Relations ${listed.length}`;
    $("show-entities").textContent = `Entities ${named.length}`;
    for (const tab of ["relations", "entities"]) $(`show-${tab}`).setAttribute("aria-pressed", String(!choice && asked.tab === tab));
    const content = !choice ? panel[asked.tab](asked.tab === "relations" ? listed : named)
      : choice.kind === "relation" ? panel.relation(choice.item)
        : panel.entity(choice.item, seen.filter(relation => relation.source === choice.item || relation.target === choice.item));
    $("shown").replaceChildren(...content);
    $("shown").scrollTop = 0;
  }

  function showTab(tab) {
    asked.tab = tab;
    if (location.hash) choose(null, null);
    refresh();
  }

  function option(name, set, sample, count) {
    const box = make("input", {type: "checkbox", checked: true, onchange: () => {
      if (box.checked) set.add(name); else set.delete(name);
      refresh();
    }});
    return make("label", {className: "option"}, box, sample, name, make("span", {className: "count"}, String(count)));
  }

  function showLegend() {
    const count = test => data.relations.filter(test).length;
    $("statuses").append(...data.statuses.map(name =>
      option(name, asked.statuses, lineSample(name, "#46525e"), count(relation => relation.status === name))));
    $("channels").append(...data.channels.map(name => [name, count(relation => relation.channel === name)]).filter(([, found]) => found)
      .map(([name, found]) => option(name, asked.channels, lineSample("asserted", colours.get(name), 4), found)));
    const types = new Set(data.entities.map(entity => entity.type));
    $("types").append(...[...types].sort().map(type => make("li", null, shapeSample(type), type)));
  }

  function showHeader() {
    const focus = entities.get(data.focus);
    document.title = focus ? `${focus.name}: Keiretsu` : "Keiretsu";
    if (focus) $("title").replaceChildren(word(focus.name));
    const reach = focus ? ` within ${plural(data.hops, "step")}` : "";
    const left = data.omitted ? `; ${plural(data.omitted, "more relation")} left out` : "";
    $("extent").textContent = `${plural(entities.size, "entity", "entities")} and ${plural(relations.size, "relation")}${reach}${left}. Ledger sequence ${data.sequence}.`;
  }

  function listen() {
    $("query").addEventListener("input", event => {
      asked.query = event.target.value.trim().toLowerCase();
      if (location.hash) choose(null, null);
      refresh();
    });
    $("query").addEventListener("keydown", event => {
      const first = event.key === "Enter" && $("shown").querySelector("button");
      if (first) first.click();
    });
    $("belief").addEventListener("input", event => {
      asked.belief = Number(event.target.value);
      $("least").textContent = asked.belief.toFixed(2);
      refresh();
    });
    $("show-relations").addEventListener("click", () => showTab("relations"));
    $("show-entities").addEventListener("click", () => showTab("entities"));
    $("closer").addEventListener("click", () => drawing.zoomBy(1.4));
    $("farther").addEventListener("click", () => drawing.zoomBy(1 / 1.4));
    $("fit").addEventListener("click", drawing.fit);
    window.addEventListener("resize", drawing.fit);
    window.addEventListener("keydown", event => { if (event.key === "Escape" && location.hash) choose(null, null); });
    window.addEventListener("hashchange", () => {
      refresh();
      if (document.activeElement === document.body) $("shown").focus({preventScroll: true}); // what had it is gone
    });
  }

  showHeader();
  showLegend();
  listen();
  refresh();
})();
