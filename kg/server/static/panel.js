// Lists and details beside the drawing. Whatever articles say enters the page as text nodes, never as markup.

/** Makes an element: text and elements become its children, `properties` are set on it, listeners included. */
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name.startsWith("aria-") || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

// Names may hold marks that turn the direction of writing; in an element of their own they turn nothing else.
const word = (text, className = "") => make("bdi", {className}, text);

function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** Says a relation type in words: "suppliesTo" is "supplies to". */
function verb(type) {
  return type.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}

function lineSample(status, colour, width = 3) {
  const svg = d3.select(document.createElementNS("http://www.w3.org/2000/svg", "svg"))
    .attr({class: "sample", width: 26, height: 10, "aria-hidden": "true"});
  styleStroke(svg.append("path").attr("d", "M1,5H25"), status, status === "ended" ? ENDED_COLOUR : colour, width);
  return svg.node();
}

function shapeSample(type) {
  const [shape, colour] = lookOf(type);
  const svg = d3.select(document.createElementNS("http://www.w3.org/2000/svg", "svg"))
    .attr({class: "sample", width: 18, height: 18, viewBox: "-9 -9 18 18", "aria-hidden": "true"});
  svg.append("path").attr({d: shapePath(shape, 6), fill: colour, stroke: "#2f3d4a", "stroke-width": 1});
  return svg.node();
}

function counted(counts) {
  return Object.entries(counts).filter(([, count]) => count).map(([status, count]) => `${count} ${status}`).join(", ");
}

function facts(pairs) {
  return make("dl", null, ...pairs.filter(([, value]) => value)
    .flatMap(([name, value]) => [make("dt", null, name), make("dd", null, word(value))]));
}

/** Gives what the panel can show; `choose(kind, id)` is told what is clicked. */
function makePanel({entities, colours, choose}) {
  const nameOf = id => entities.get(id).name;
  const toEntity = id => make("button", {type: "button", className: "link", onclick: () => choose("entity", id)}, word(nameOf(id)));

  function relationItem(relation) {
    const claims = relation.claims.length + relation.more_claims;
    return make("li", null, make("button", {type: "button", className: "item", onclick: () => choose("relation", relation.id)},
      word(nameOf(relation.subject), "name"), make("span", {className: "verb"}, ` ${verb(relation.type)} `), word(nameOf(relation.object), "name"),
      make("span", {className: "facts"}, lineSample(relation.status, colours.get(relation.channel), widthOf(relation.belief)),
        make("span", null, `${relation.status}, belief ${relation.belief.toFixed(2)}, ${plural(claims, "claim")}`))));
  }

  function entityItem(entity) {
    return make("li", null, make("button", {type: "button", className: "item", onclick: () => choose("entity", entity.id)},
      word(entity.name, "name"),
      make("span", {className: "facts"}, shapeSample(entity.type),
        make("span", null, `${entity.type}, ${plural(entity.degree, "relation")}`))));
  }

  function claimFigure(claim, relation) {
    const said = claim.attribution ? [", according to ", word(claim.attribution, "said")] : [];
    const source = [claim.publisher, claim.title || claim.document, claim.published || "undated"].filter(Boolean)
      .flatMap((part, at) => at ? [", ", word(part)] : [word(part)]);
    const figure = make("figure", {className: "claim"}, make("blockquote", null, word(claim.quote)),
      make("figcaption", null, make("span", {className: "said"}, claim.status), ...said, make("br"), ...source,
        claim.url ? make("span", {className: "url"}, word(claim.url)) : null));
    figure.style.borderLeftColor = claim.status === "ended" ? ENDED_COLOUR : colours.get(relation.channel);
    return figure;
  }

  function relationDetail(relation) {
    const dated = relation.first_published && (relation.first_published === relation.last_published
      ? relation.first_published : `${relation.first_published} to ${relation.last_published}`);
    return [make("article", {className: "detail"},
      make("h2", null, toEntity(relation.subject), make("span", {className: "verb"}, ` ${verb(relation.type)} `), toEntity(relation.object)),
      make("p", {className: "hint"}, word(relation.definition), relation.symmetric ? " Holds both ways." : ""),
      facts([["Status", `${relation.status} (${counted(relation.counts)})`], ["Belief", relation.belief.toFixed(2)],
        ["Origins", String(relation.origins)], ["Channel", relation.channel], ["Published", dated || "undated"]]),
      make("h3", null, plural(relation.claims.length + relation.more_claims, "claim")),
      ...relation.claims.map(claim => claimFigure(claim, relation)),
      relation.more_claims ? make("p", {className: "hint"}, `${plural(relation.more_claims, "older claim")} not in this page.`) : null)];
  }

  function entityDetail(entity, relations) {
    return [make("article", {className: "detail"},
      make("h2", null, word(entity.name)),
      facts([["Type", entity.type], ["Id", entity.id], ...entity.identifiers, ["Also", entity.names.join(" · ")]]),
      make("h3", null, plural(relations.length, "relation"))), list(relations.map(relationItem), "list")];
  }

  function list(items, className = "") {
    return items.length ? make("ul", {className}, ...items) : make("p", {className: "empty"}, "Nothing passes the filters.");
  }

  return {
    relation: relationDetail,
    entity: entityDetail,
    relations: relations => [list(relations.map(relationItem))],
    entities: shown => [list(shown.map(entityItem))],
  };
}
