"use strict";

// Draws the schema for people. No form here needs a token: asking for one would set a cookie on a public page.
window.addEventListener("load", () => {
  window.SwaggerUIBundle({
    ...{{ settings|safe }},
    url: "{{ schema_url|escapejs }}",
    dom_id: "#swagger-ui",
    presets: [window.SwaggerUIBundle.presets.apis],
  });
});
