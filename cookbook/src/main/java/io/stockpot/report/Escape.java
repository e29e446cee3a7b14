package io.stockpot.report;

/** Makes text safe inside a page, a script or a figure. */
final class Escape {
    private Escape() {}

    /** Returns text for the content or a quoted attribute of an HTML or XML element. */
    static String html(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(allowed(character) ? character : '\ufffd');
            }
        }
        return safe.toString();
    }

    /** Returns sentences as {@link #html}, with spaces that do not break before units and inside intervals. */
    static String prose(String text) {
        return unbroken(html(text));
    }

    /** Returns text with spaces that do not break before units and inside intervals. */
    static String unbroken(String text) {
        return text.replace(" %", "\u00a0%").replace(" – ", "\u00a0–\u00a0");
    }

    /** Returns JSON that cannot end the script element it stands in. */
    static String json(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    /** XML 1.0 has no way to write other control characters, not even escaped. */
    private static boolean allowed(char character) {
        return character >= ' ' || character == '\n' || character == '\t' || character == '\r';
    }
}
