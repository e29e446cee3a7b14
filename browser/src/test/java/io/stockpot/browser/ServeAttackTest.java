package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The attack on one photo: what is shown lies inside the threat, is of the mixture that is named, and can be cancelled. */
@ExtendWith(Chromium.class)
class ServeAttackTest {
    @TempDir
    static Path folder;

    private static ServedPage served;

    private Visit visit;
    private Page page;

    @BeforeAll
    static void serve() {
        served = ServedPage.start(
                folder, List.of("linf", "l2", "plain"), "--photos", ServedPage.made(MadePages.season(20), "photos"));
    }

    @AfterAll
    static void end() {
        served.close();
    }

    @BeforeEach
    void open(Browser browser) {
        visit = served.visit("#w=0.4,0,0.6", Look.WIDE_LIGHT, browser);
        page = visit.page();
        ServedPage.awaitPhotos(visit);
        page.locator(".tiles .right button").first().click();
        page.getByLabel("attack this photo").click();
    }

    @AfterEach
    void close() {
        visit.close();
    }

    @Test
    void thePerturbedPictureLiesInsideTheThreat() throws IOException {
        page.locator("#attack-radius").focus();
        visit.press("ArrowRight", 2);
        assertThat(visit.text("output[for=attack-radius]")).isEqualTo("10/255");
        attack();
        assertThat(page.locator(".found .error").count()).isZero();
        BufferedImage original = picture(0);
        BufferedImage perturbed = picture(2);
        int most = 0;
        for (int y = 0; y < original.getHeight(); y++) {
            for (int x = 0; x < original.getWidth(); x++) {
                most = Math.max(most, difference(original.getRGB(x, y), perturbed.getRGB(x, y)));
            }
        }
        assertThat(most).as("levels out of 255").isBetween(1, 10);
        assertThat(visit.text(".triptych figure:nth-child(2) figcaption")).matches("the perturbation × [0-9]+grey .*");
        assertThat(visit.text(".verdict-line")).startsWith("The soup ");
        assertThat(page.locator(".logits tbody tr").count()).as("classes").isEqualTo(3);
        assertThat(page.locator(".found-row caption:has-text('falls') + tbody th")
                        .allInnerTexts())
                .containsExactly("soup", "linf", "l2", "plain");
    }

    private static int difference(int one, int other) {
        int most = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            most = Math.max(most, Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)));
        }
        return most;
    }

    private BufferedImage picture(int figure) throws IOException {
        String source = page.locator(".triptych img").nth(figure).getAttribute("src");
        assertThat(source).startsWith("data:image/png;base64,");
        return ImageIO.read(
                new ByteArrayInputStream(Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1))));
    }

    private void attack() {
        page.locator("#panel-attack button.main").click();
        page.locator(".triptych").waitFor();
        page.locator("#panel-attack button.main:has-text('Attack')").waitFor();
    }

    @Test
    void whatWasFoundForAnotherMixtureIsMarkedAsOld() {
        attack();
        assertThat(visit.text("#panel-attack .old")).isEmpty();
        page.locator("#typed").fill("0.2,0,0.8");
        page.keyboard().press("Enter");
        assertThat(visit.text("#panel-attack .old")).isEqualTo("Old: this was found of 0.4 linf + 0.6 plain.");
        assertThat(page.locator("#panel-attack .found").getAttribute("data-old"))
                .isNotNull();
        page.getByText("Undo", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(visit.text("#panel-attack .old")).isEmpty();
    }

    @Test
    void anAttackIsCancelled() {
        page.locator("#attack-steps").fill("1000");
        page.locator("#panel-attack button.main").click();
        page.locator("#panel-attack button.main:has-text('Cancel')").click();
        page.locator("#panel-attack button.main:has-text('Attack')").waitFor();
        assertThat(visit.text("#panel-attack p[role=status]")).isEqualTo("Cancelled.");
        assertThat(page.locator(".triptych").count()).isZero();
    }
}
