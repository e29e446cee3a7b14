package io.stockpot.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Warnings about numbers of a page, grouped by kind: the serious ones in sight, notes folded.
 *
 * @param groups one per kind and gravity
 */
public record WarningList(List<Group> groups) implements Block {
    /**
     * What is the matter with some numbers.
     *
     * @param kind a name, e.g. "zero-gradients"
     * @param meaning why it matters and what to do; may be empty
     * @param serious whether the numbers should not be quoted before it is cleared up
     * @param affected the numbers, their names first, and what was seen of each
     */
    public record Group(String kind, String meaning, boolean serious, List<String> affected) {
        /** Copies the list. */
        public Group {
            affected = List.copyOf(affected);
        }
    }

    /** Copies the list and checks that there is something to warn of. */
    public WarningList {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("a list of warnings needs at least one");
        }
    }

    @Override
    public String title() {
        return "Warnings";
    }

    @Override
    public String explanation() {
        return "";
    }

    @Override
    public String html(String name) {
        List<String> lines = new ArrayList<>(List.of("<h2>" + title() + "</h2>"));
        groups.stream().filter(Group::serious).forEach(group -> write(group, lines));
        List<Group> notes = groups.stream().filter(group -> !group.serious()).toList();
        if (!notes.isEmpty()) {
            int count =
                    notes.stream().mapToInt(group -> group.affected().size()).sum();
            lines.add("<details class=\"notes\"><summary>" + count + (count == 1 ? " note" : " notes")
                    + " on what the numbers hardly depend on</summary>");
            notes.forEach(group -> write(group, lines));
            lines.add("</details>");
        }
        return String.join("\n", lines);
    }

    private static void write(Group group, List<String> lines) {
        lines.add("<div class=\"warning\"><p>" + (group.serious() ? CellMark.SIGN + " " : "") + "<strong>"
                + Escape.html(group.kind()) + "</strong>"
                + (group.meaning().isEmpty() ? "" : ": " + Escape.prose(group.meaning())) + "</p>");
        lines.add("<ul>");
        group.affected().forEach(one -> lines.add("<li>" + Escape.prose(one) + "</li>"));
        lines.add("</ul></div>");
    }

    @Override
    public List<Attachment> attachments(String name) {
        return List.of();
    }
}
