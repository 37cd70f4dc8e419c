// The first lines of a Federation 2 subgraph's SDL, with all of the specification's names imported.
export const federationLink = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@provides", "@external", "@shareable", "@override", "@interfaceObject", "@inaccessible", "@tag", "@extends", "@composeDirective"
])`;
