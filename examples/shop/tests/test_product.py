"""A product's own page: what it tells, and its reviews."""


def test_a_product_page_tells_everything(screen):
    screen.open("/")
    screen.do("click 'Copper Kettle'")
    screen.check("the address ends with '/product/copper-kettle'")
    screen.check("the title is 'Copper Kettle · Leaf & Kettle'")
    screen.check("'£49.00', '12 in stock' and 'Spun from one sheet of copper. Holds 1.5 litres.' are visible")
    screen.check("'2 reviews' and 'On average 4.5 of 5' are visible and there is 1 'Grace 5 of 5' and there is 1 'Alan 4 of 5'")
    screen.check("'Boils fast and looks lovely on the stove.' and 'Good kettle, though the handle gets warm.' are visible")
    screen.check("Quantity shows '1' and the Add to cart button is enabled")
    screen.check("'Write a review', 'Your name', 'Rating', 'Choose 1 to 5', 'Review' and 'Send review' are visible")
    screen.audit()
    screen.do("click Kettles, click 'Travel Kettle'")
    screen.check("the Sold out button is disabled and Quantity is disabled")
    screen.check("'£24.99', 'Out of stock' and 'Nobody has written one yet.' are visible")


def test_a_review_is_added_and_kept(screen):
    screen.open("/product/green-tea")
    screen.fill({"Your name": "Mary", "Rating": "5", "Review": "Best tea of the year."})
    screen.check("a 'Thank you for your review' message appears", during="click Send review")
    for _ in range(2):
        screen.check("'2 reviews' and 'On average 4.0 of 5' are visible")
        screen.check("there is 1 'Katherine 3 of 5' and there is 1 'Mary 5 of 5'")
        screen.check("'Best tea of the year.' and 'Mild and fresh, a little too grassy for me.' are visible")
        screen.open("/product/green-tea")
    screen.check("Your name is empty and Review is empty")
