package io.stockpot.data.corruption;

import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** A picture of corrupted images, for eyes to judge: a row for each corruption, a column for each severity. */
public final class ContactSheet {
    private static final int GAP = 4;
    private static final int NAME_WIDTH = 132;
    private static final int HEADER = 20;
    private static final int FONT_SIZE = 12;

    private final List<Corruption> corruptions;
    private final LabelledImages images;
    private final int scale;
    private final BufferedImage sheet;

    private ContactSheet(List<Corruption> corruptions, LabelledImages images, int scale) {
        this.corruptions = corruptions;
        this.images = images;
        this.scale = scale;
        int width = NAME_WIDTH + images.size() * (Corruption.SEVERITIES + 1) * cellWidth() + GAP;
        int height = HEADER + corruptions.size() * cellHeight();
        this.sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }

    /**
     * Draws a sheet.
     *
     * @param images few; each is shown as it is, then by severity
     * @param scale how many pixels of the sheet a pixel of an image has on each side
     */
    public static BufferedImage draw(List<Corruption> corruptions, LabelledImages images, int scale, Seed seed) {
        ContactSheet contact = new ContactSheet(corruptions, images, scale);
        contact.write();
        for (int severity = 0; severity <= Corruption.SEVERITIES; severity++) {
            for (int row = 0; row < corruptions.size(); row++) {
                LabelledImages shown =
                        severity == 0 ? images : corruptions.get(row).apply(images, severity, seed);
                for (int image = 0; image < images.size(); image++) {
                    contact.place(shown, image, row, severity);
                }
            }
        }
        return contact.sheet;
    }

    private int cellWidth() {
        return images.width() * scale + GAP;
    }

    private int cellHeight() {
        return images.height() * scale + GAP;
    }

    private int left(int image, int severity) {
        return NAME_WIDTH + (image * (Corruption.SEVERITIES + 1) + severity) * cellWidth();
    }

    private void write() {
        Graphics2D pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        pen.setColor(Color.BLACK);
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
        for (int row = 0; row < corruptions.size(); row++) {
            pen.drawString(
                    corruptions.get(row).text().replace('_', '-'), GAP, HEADER + row * cellHeight() + cellHeight() / 2);
        }
        for (int image = 0; image < images.size(); image++) {
            for (int severity = 0; severity <= Corruption.SEVERITIES; severity++) {
                String heading = severity == 0 ? "clean" : Integer.toString(severity);
                pen.drawString(heading, left(image, severity), HEADER - GAP);
            }
        }
        pen.dispose();
    }

    private void place(LabelledImages shown, int image, int row, int severity) {
        ImageShape shape = shown.shape();
        for (int y = 0; y < shape.height() * scale; y++) {
            for (int x = 0; x < shape.width() * scale; x++) {
                int colour = 0;
                for (int channel = 0; channel < 3; channel++) {
                    int plane = Math.min(channel, shape.channels() - 1);
                    colour = colour << 8 | shown.pixel(image, plane, y / scale, x / scale);
                }
                sheet.setRGB(left(image, severity) + x, HEADER + row * cellHeight() + y, colour);
            }
        }
    }
}
