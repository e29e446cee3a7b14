/** The geometry of threat models: Lp balls inside the box of images, and the texts that name them. */
package io.stockpot.threat;
