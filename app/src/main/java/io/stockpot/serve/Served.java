package io.stockpot.serve;

import io.stockpot.report.Explorer.MixLine;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.Soup;
import java.util.List;
import java.util.Optional;

/**
 * What a page is about.
 *
 * @param title of the page
 * @param soup that is mixed; it stays with its owner
 * @param descriptions of the ingredients, in order
 * @param photos that mixtures answer
 * @param known what was measured before
 * @param mixLine the command that makes a mixture
 * @param writer of mixtures, if they may be written
 * @param places of files
 */
public record Served(
        String title,
        Soup soup,
        List<String> descriptions,
        Photos photos,
        Knowledge known,
        MixLine mixLine,
        Optional<SoupWriter> writer,
        Places places) {
    /** Copies the list. */
    public Served {
        descriptions = List.copyOf(descriptions);
    }

    /** A page that finds no files. */
    public Served(
            String title,
            Soup soup,
            List<String> descriptions,
            Photos photos,
            Knowledge known,
            MixLine mixLine,
            Optional<SoupWriter> writer) {
        this(title, soup, descriptions, photos, known, mixLine, writer, Places.NONE);
    }

    /** Returns the same with other knowledge. */
    Served with(Knowledge others) {
        return new Served(title, soup, descriptions, photos, others, mixLine, writer, places);
    }

    /** Returns the same with places of files. */
    public Served with(Places others) {
        return new Served(title, soup, descriptions, photos, known, mixLine, writer, others);
    }

    /** Returns the names of the ingredients. */
    public List<String> names() {
        return soup.ingredients().stream().map(Ingredient::name).toList();
    }

    /** Returns the number of ingredients. */
    public int ingredients() {
        return soup.ingredients().size();
    }
}
