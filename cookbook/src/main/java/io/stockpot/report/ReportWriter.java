package io.stockpot.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a report: report.html, which opens offline and alone; its numbers as data/*.csv and
 * data/*.json; its figures as figures/*.svg. The page carries these files, too, so that they are there when it is mailed. Equal reports give equal files, byte for byte.
 */
public final class ReportWriter {
    private static final int LONGEST_NAME = 60;

    private ReportWriter() {}

    /**
     * Writes the report into a directory, which is created if needed. The page is written last, so that a page always
     * has its files.
     *
     * @return the path of report.html
     * @throws IOException if a file cannot be written
     */
    public static Path write(Path directory, Report report) throws IOException {
        List<String> names = names(report.blocks());
        Files.createDirectories(directory);
        Map<String, String> files = new LinkedHashMap<>();
        try (SvgRenderer renderer = new SvgRenderer()) {
            for (int i = 0; i < names.size(); i++) {
                for (Attachment file : report.blocks().get(i).attachments(names.get(i))) {
                    Path path = directory.resolve(file.path());
                    Files.createDirectories(path.getParent());
                    String content = file.content().apply(renderer);
                    Files.writeString(path, content);
                    files.put(file.path(), content);
                }
            }
        }
        return writePage(directory, HtmlPage.of(report, names, files));
    }

    /**
     * Writes a page of what is known so far, alone, into a directory that is created if needed. It loads itself again.
     *
     * @param state a sentence on how far the work is
     * @return the path of report.html
     * @throws IOException if it cannot be written
     */
    public static Path writeUnfinished(Path directory, Report report, String state) throws IOException {
        Files.createDirectories(directory);
        return writePage(directory, HtmlPage.unfinished(report, names(report.blocks()), state));
    }

    /**
     * Writes a page in the place of an unfinished one that leads to the finished one.
     *
     * @param finished the finished page
     * @throws IOException if it cannot be written
     */
    public static void writeLeadingTo(Path directory, String title, Path finished) throws IOException {
        Files.createDirectories(directory);
        String address = directory
                .toAbsolutePath()
                .relativize(finished.toAbsolutePath())
                .toString()
                .replace('\\', '/');
        writePage(directory, HtmlPage.leadingTo(title, address));
    }

    private static Path writePage(Path directory, String html) throws IOException {
        Path page = directory.resolve("report.html");
        Path partial = directory.resolve(".report.html.partial");
        try {
            Files.writeString(partial, html);
            Files.move(partial, page, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
        return page;
    }

    /**
     * Returns the base names of the files of each block, from its position and title: "03-linf-against-l2". The answer
     * at the top has no files and takes no number, so that those of the others do not depend on it.
     */
    private static List<String> names(List<Block> blocks) {
        List<String> names = new ArrayList<>();
        int answers = 0;
        for (int i = 0; i < blocks.size(); i++) {
            answers += blocks.get(i).answer().isEmpty() ? 0 : 1;
            String plain = Normalizer.normalize(blocks.get(i).title(), Normalizer.Form.NFKD)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9]+", "-")
                    .replaceAll("^-|-$", "");
            String number = String.format(Locale.ROOT, "%02d", i + 1 - answers);
            String name = plain.isEmpty() ? number : number + "-" + plain;
            names.add(name.substring(0, Math.min(LONGEST_NAME, name.length())));
        }
        return names;
    }
}
